import { RequestMethod, type Type } from '@nestjs/common';
import { MetadataScanner, ModuleRef, Reflector, type ModulesContainer } from '@nestjs/core';
import { NEST } from './nest-metadata.js';
import {
  AcceptRangesMetadata,
  CacheControlMetadata,
  ForgetsTagsMetadata,
  IF_MATCH_PARAMETER,
  LastModifiedMetadata,
  RequirePreconditionMetadata,
  TagSource,
} from './route-metadata.js';

const reflector = new Reflector();
const DECORATORS = [
  TagSource,
  LastModifiedMetadata,
  CacheControlMetadata,
  RequirePreconditionMetadata,
  AcceptRangesMetadata,
  ForgetsTagsMetadata,
];

export type Handler = (...args: unknown[]) => unknown;

/** A route of the application, seen through its controller's class. */
export class RouteHandler {
  /** `ProductsController.update`. */
  readonly name: string;

  constructor(
    readonly controller: Type,
    readonly method: string,
    readonly handler: Handler,
    readonly moduleRef: ModuleRef,
  ) {
    this.name = `${controller.name}.${method}`;
  }

  /** The request method it is registered for: `GET`, …, or `ALL`. */
  get verb(): string {
    return RequestMethod[Reflect.getMetadata(NEST.method, this.handler) as number]!;
  }

  /** The names of the parameters in the paths of its controller and its own. */
  get parameters(): string[] {
    const paths = [this.controller, this.handler].flatMap(
      (target) => Reflect.getMetadata(NEST.path, target) as string | string[],
    );
    return [...new Set(paths.flatMap((path) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)))];
  }

  /** Whether any of our decorators stands on it or its class. */
  get decorated(): boolean {
    return DECORATORS.some((decorator) => this.read<unknown>(decorator) !== undefined);
  }

  get takesIfMatch(): boolean {
    return Reflect.getMetadata(IF_MATCH_PARAMETER, this.controller, this.method) === true;
  }

  /** Whether a guard of its own or of its controller stands before it. */
  get guarded(): boolean {
    return [this.handler, this.controller].some((target) => {
      const guards = Reflect.getMetadata(NEST.guards, target) as unknown[] | undefined;
      return guards !== undefined && guards.length > 0;
    });
  }

  /** Server-sent events, and reads that redirect: there is no representation a precondition could select. */
  get hasRepresentation(): boolean {
    if (Reflect.hasMetadata(NEST.sse, this.handler)) return false;
    const reads = this.verb === 'GET' || this.verb === 'HEAD';
    return !(reads && Reflect.hasMetadata(NEST.redirect, this.handler));
  }

  /** What a decorator says, on the method or else on its class. */
  read<T>(decorator: { readonly KEY: string }): T | undefined {
    return reflector.getAllAndOverride<T | undefined>(decorator.KEY, [this.handler, this.controller]);
  }

  /** What a decorator says on the method itself. */
  readOwn<T>(decorator: { readonly KEY: string }): T | undefined {
    return reflector.get<T | undefined>(decorator.KEY, this.handler);
  }
}

/** Every route of the application's controllers, inherited ones included. */
export function routeHandlersOf(modules: ModulesContainer): RouteHandler[] {
  return [...modules.values()].flatMap((module) => {
    const moduleRef = module.providers.get(ModuleRef)?.instance as ModuleRef;
    return [...module.controllers.values()].flatMap(({ metatype }) =>
      handlersOf(metatype as Type, moduleRef),
    );
  });
}

function handlersOf(controller: Type, moduleRef: ModuleRef): RouteHandler[] {
  const prototype = controller.prototype as Record<string, Handler>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .filter((method) => Reflect.hasMetadata(NEST.path, prototype[method]!))
    .map((method) => new RouteHandler(controller, method, prototype[method]!, moduleRef));
}
