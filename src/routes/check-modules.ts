import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { isDeepStrictEqual } from 'node:util';
import { strayHandlersOf } from '../metadata/route-handlers.js';
import { SETTINGS } from '../options/settings.js';
import { explained } from '../util/explained.js';

/** Imported twice with the same options, it is one: the first sets up the routes. */
export function copies(modules: ModulesContainer, ownModule: Type): string[] {
  const own = [...modules.values()].filter(({ metatype }) => metatype === ownModule);
  const [first, ...others] = own.map(({ providers }) => providers.get(SETTINGS)!.instance as object);
  const names = others.flatMap((other) =>
    Object.keys({ ...first, ...other }).filter(
      (name) => !isDeepStrictEqual(Reflect.get(first!, name), Reflect.get(other, name)),
    ),
  );
  if (names.length === 0) return [];
  return [
    explained(
      'options-differ',
      `forRoot() is called more than once, each time with other ${[...new Set(names)].join(', ')}. Call it once, in the AppModule.`,
    ),
  ];
}

export function strays(modules: ModulesContainer): string[] {
  return strayHandlersOf(modules).map((name) =>
    explained(
      'no-http-route',
      `${name}: a decorator of this module stands on it, and it is no HTTP route, but a message handler, a resolver, or a method ` +
        'that nobody routes to. Remove the decorator; on a class it concerns its HTTP routes alone.',
    ),
  );
}
