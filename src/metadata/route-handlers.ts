import { RequestMethod, type Type } from '@nestjs/common';
import { MetadataScanner, Reflector, type ModulesContainer, type ReflectableDecorator } from '@nestjs/core';
import { listed, NEST } from './nest-metadata.js';
import { DECORATORS, IF_MATCH_PARAMETER, TAG_DECORATORS } from './route-metadata.js';

const reflector = new Reflector();

/** `@Res()` and `@Next()`, in the keys of a route's arguments. */
const ANSWERS_ITSELF = /^[12]:/;

export type Handler = (...args: unknown[]) => unknown;

/** A module of the application, as Nest keeps it. */
export type NestModule = ModulesContainer extends Map<string, infer M> ? M : never;

/** A route of the application, seen through its controller's class. */
export class RouteHandler {
  /** `ProductsController.update`. */
  readonly name: string;
  /** The request method it is registered for: `GET`, …, or `ALL`. */
  readonly verb: string;
  /** Whether it is registered for GET or HEAD alone. */
  readonly reads: boolean;
  /** Whether it replaces, changes or removes what is there, and so can lose an update. */
  readonly overwrites: boolean;
  /** Its paths: each of its controller's with each of its own, without slashes around. */
  readonly paths: readonly string[];
  /** The names of the parameters in its paths, in order. */
  readonly parameters: readonly string[];
  /** Whether its path is the controller's, and no more. */
  readonly isControllers: boolean;
  /** Whether its path ends with a parameter, and so names one of many. */
  readonly namesOne: boolean;
  /** Whether any of our decorators stands on it or its class. */
  readonly decorated: boolean;
  /** The decorators of a tag that stand together on it, or on its class. */
  readonly tagDecorators: readonly string[];
  readonly takesIfMatch: boolean;
  /** Whether a guard of its own or of its controller stands before it. */
  readonly guarded: boolean;
  /** Whether it takes `@Res()` or `@Next()`. */
  readonly answersItself: boolean;
  /** Whether it handles messages as well, whose payload Nest hands on as long as no parameter is decorated. */
  readonly takesBarePayload: boolean;
  /** Server-sent events, and reads that redirect, have no representation that a precondition could select. */
  readonly hasRepresentation: boolean;

  /** @param prefix where `RouterModule` puts the module */
  constructor(
    readonly controller: Type,
    readonly method: string,
    readonly handler: Handler,
    readonly module: NestModule,
    prefix: string,
  ) {
    const [outer, inner] = [pathsOn(controller), pathsOn(handler)];
    const given: unknown = Reflect.getMetadata(NEST.routeArguments, controller, method);
    const has = (key: string): boolean => Reflect.hasMetadata(key, handler);
    this.name = `${controller.name}.${method}`;
    this.verb = RequestMethod[Reflect.getMetadata(NEST.method, handler) as number]!;
    this.reads = ['GET', 'HEAD'].includes(this.verb);
    this.overwrites = ['PUT', 'PATCH', 'DELETE'].includes(this.verb);
    this.paths = outer.flatMap((path) => inner.map((own) => trimmed(`${prefix}/${path}/${own}`)));
    this.parameters = [...new Set(this.paths.flatMap((path) => path.match(/(?<=:)\w+/g) ?? []))];
    this.isControllers = inner.every((path) => trimmed(path) === '');
    this.namesOne = this.paths.every((path) => /(^|\/)[^/]*:\w+[^/]*$/.test(path));
    this.decorated = isDecorated(handler) || isDecorated(controller);
    this.tagDecorators = [handler, controller].map(tagDecoratorsOn).find((names) => names.length > 1) ?? [];
    this.takesIfMatch = takesIfMatch(controller, method);
    this.guarded = listed(NEST.guards, handler, controller).length > 0;
    this.answersItself = Object.keys(given ?? {}).some((key) => ANSWERS_ITSELF.test(key));
    this.takesBarePayload = has(NEST.messagePattern) && handler.length > 0 && given === undefined;
    this.hasRepresentation = !has(NEST.sse) && !(this.reads && has(NEST.redirect));
  }

  /** Whether its handler may send this field of the response, with a value that cannot be known. */
  maySend(field: string): boolean {
    const fields = listed(NEST.headers, this.handler) as { readonly name: string }[];
    return this.answersItself || fields.some(({ name }) => name.toLowerCase() === field);
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
      methodsOf(metatype as Type)
        .filter(([, handler]) => Reflect.hasMetadata(NEST.path, handler))
        .map(([method, handler]) => new RouteHandler(metatype as Type, method, handler, module, prefix)),
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
    .filter(([method, handler]) => takesIfMatch(type, method) || isDecorated(handler))
    .filter(([, handler]) => !Reflect.hasMetadata(NEST.path, handler))
    .map(([method]) => `${type.name}.${method}`);
}

function takesIfMatch(controller: Type, method: string): boolean {
  return Reflect.getMetadata(IF_MATCH_PARAMETER, controller, method) === true;
}

function tagDecoratorsOn(target: object): readonly string[] {
  return (Reflect.getOwnMetadata(TAG_DECORATORS, target) ?? []) as string[];
}

function isDecorated(target: object): boolean {
  return DECORATORS.some(({ KEY }) => Reflect.hasMetadata(KEY, target));
}

function methodsOf({ prototype }: Type): [string, Handler][] {
  const methods = prototype as Record<string, Handler>;
  return new MetadataScanner().getAllMethodNames(methods).map((name) => [name, methods[name]!]);
}

function pathsOn(target: object): string[] {
  return [Reflect.getMetadata(NEST.path, target) as string | string[]].flat();
}

function trimmed(path: string): string {
  return path.split('/').filter(Boolean).join('/');
}

function prefixOf({ metatype }: NestModule, { applicationId }: ModulesContainer): string {
  const [own, any] = [`${NEST.modulePath}${applicationId}`, NEST.modulePath];
  const path: unknown = Reflect.getMetadata(own, metatype) ?? Reflect.getMetadata(any, metatype);
  return typeof path === 'string' ? path : '';
}
