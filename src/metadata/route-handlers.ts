import { RequestMethod, type Type } from '@nestjs/common';
import { MetadataScanner, Reflector, type ModulesContainer, type ReflectableDecorator } from '@nestjs/core';
import { NEST } from './nest-metadata.js';
import { DECORATORS, IF_MATCH_PARAMETER, TAG_DECORATORS } from './route-metadata.js';

const reflector = new Reflector();

/** `@Res()` and `@Next()`, in the keys of a route's arguments. */
const ANSWERS_ITSELF = /^[12]:/;

export type Handler = (...args: unknown[]) => unknown;

/** The methods that replace, change or remove what is there, and so can lose an update. */
const OVERWRITES: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** A module of the application, as Nest keeps it. */
export type NestModule = ModulesContainer extends Map<string, infer M> ? M : never;

/** A route of the application, seen through its controller's class. */
export class RouteHandler {
  /** `ProductsController.update`. */
  readonly name: string;

  constructor(
    readonly controller: Type,
    readonly method: string,
    readonly handler: Handler,
    readonly module: NestModule,
    /** Where `RouterModule` puts the module. */
    private readonly prefix: string,
  ) {
    this.name = `${controller.name}.${method}`;
  }

  /** The request method it is registered for: `GET`, …, or `ALL`. */
  get verb(): string {
    return RequestMethod[Reflect.getMetadata(NEST.method, this.handler) as number]!;
  }

  /** Whether it is registered for GET or HEAD alone. */
  get reads(): boolean {
    return this.verb === 'GET' || this.verb === 'HEAD';
  }

  /** Whether it replaces, changes or removes what is there. */
  get overwrites(): boolean {
    return OVERWRITES.has(this.verb);
  }

  /** Its paths: each of its controller's with each of its own, without slashes around. */
  get paths(): string[] {
    const [outer, inner] = [pathsOn(this.controller), pathsOn(this.handler)];
    return outer.flatMap((path) => inner.map((own) => trimmed(`${this.prefix}/${path}/${own}`)));
  }

  /** The names of the parameters in its paths, in order. */
  get parameters(): string[] {
    return [...new Set(this.paths.flatMap((path) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)))];
  }

  /** Whether its path is the controller's, and no more. */
  get isControllers(): boolean {
    return pathsOn(this.handler).every((path) => trimmed(path) === '');
  }

  /** Whether its path ends with a parameter, and so names one of many. */
  get namesOne(): boolean {
    return this.paths.every((path) => /(^|\/)[^/]*:\w+[^/]*$/.test(path));
  }

  /** Whether any of our decorators stands on it or its class. */
  get decorated(): boolean {
    return isDecorated(this.handler) || isDecorated(this.controller);
  }

  /** The decorators of a tag that stand together on it, or on its class. */
  get tagDecorators(): readonly string[] {
    const on = [this.handler, this.controller].map(
      (target) => Reflect.getOwnMetadata(TAG_DECORATORS, target) as string[],
    );
    return on.find((names) => names?.length > 1) ?? [];
  }

  get takesIfMatch(): boolean {
    return Reflect.getMetadata(IF_MATCH_PARAMETER, this.controller, this.method) === true;
  }

  /** Whether a guard of its own or of its controller stands before it. */
  get guarded(): boolean {
    const on = [this.handler, this.controller];
    return on.flatMap((target) => (Reflect.getMetadata(NEST.guards, target) ?? []) as unknown[]).length > 0;
  }

  /** Whether its handler may send this field of the response, with a value that cannot be known. */
  maySend(field: string): boolean {
    const fields = (Reflect.getMetadata(NEST.headers, this.handler) ?? []) as { readonly name: string }[];
    return this.answersItself || fields.some(({ name }) => name.toLowerCase() === field);
  }

  /** Whether it takes `@Res()` or `@Next()`. */
  get answersItself(): boolean {
    const given: unknown = Reflect.getMetadata(NEST.routeArguments, this.controller, this.method);
    return Object.keys(given ?? {}).some((key) => ANSWERS_ITSELF.test(key));
  }

  /** Server-sent events, and reads that redirect, have no representation that a precondition could select. */
  get hasRepresentation(): boolean {
    if (Reflect.hasMetadata(NEST.sse, this.handler)) return false;
    return !(this.reads && Reflect.hasMetadata(NEST.redirect, this.handler));
  }

  /** What a decorator says, on the method or else on its class. */
  read<T>(decorator: ReflectableDecorator<T>): T | undefined {
    return reflector.getAllAndOverride(decorator, [this.handler, this.controller]);
  }

  /** What a decorator says on the method itself. */
  readOwn<T>(decorator: ReflectableDecorator<T>): T | undefined {
    return reflector.get(decorator, this.handler);
  }
}

/** Every route of the application's controllers, inherited ones included. */
export function routeHandlersOf(modules: ModulesContainer): RouteHandler[] {
  return [...modules.values()].flatMap((module) => {
    const prefix = prefixOf(module, modules);
    return [...module.controllers.values()].flatMap(({ metatype }) =>
      handlersOf(metatype as Type, module, prefix),
    );
  });
}

/** The decorated methods of the application that are no routes: message handlers, resolvers, gateways. */
export function strayHandlersOf(modules: ModulesContainer): string[] {
  const classes = [...modules.values()].flatMap(({ controllers, providers }) =>
    [...controllers.values(), ...providers.values()].map(({ metatype }) => metatype as Type | undefined),
  );
  return [...new Set(classes)].flatMap((type) => (type?.prototype ? strayMethodsOf(type) : []));
}

function strayMethodsOf(type: Type): string[] {
  return methodsOf(type)
    .filter(([method, handler]) => {
      const takesIfMatch = Reflect.getMetadata(IF_MATCH_PARAMETER, type, method) === true;
      return (takesIfMatch || isDecorated(handler)) && !Reflect.hasMetadata(NEST.path, handler);
    })
    .map(([method]) => `${type.name}.${method}`);
}

function isDecorated(target: object): boolean {
  return DECORATORS.some(({ KEY }) => Reflect.hasMetadata(KEY, target));
}

function handlersOf(controller: Type, module: NestModule, prefix: string): RouteHandler[] {
  return methodsOf(controller)
    .filter(([, handler]) => Reflect.hasMetadata(NEST.path, handler))
    .map(([method, handler]) => new RouteHandler(controller, method, handler, module, prefix));
}

function methodsOf({ prototype }: Type): [string, Handler][] {
  const methods = prototype as Record<string, Handler>;
  return new MetadataScanner().getAllMethodNames(methods).map((name) => [name, methods[name]!]);
}

/** The paths that Nest's decorator gave a controller or a handler. */
function pathsOn(target: object): string[] {
  return [Reflect.getMetadata(NEST.path, target) as string | string[]].flat();
}

/** A path without slashes around it, or two in a row. */
function trimmed(path: string): string {
  return path.split('/').filter(Boolean).join('/');
}

function prefixOf({ metatype }: NestModule, { applicationId }: ModulesContainer): string {
  const [own, any] = [`${NEST.modulePath}${applicationId}`, NEST.modulePath];
  const path: unknown = Reflect.getMetadata(own, metatype) ?? Reflect.getMetadata(any, metatype);
  return typeof path === 'string' ? path : '';
}
