import { Controller, Get, type Type } from '@nestjs/common';

/** A route of a table of many: what stands on its method and on its parameters, and what it does. */
export interface TableRoute {
  /** `Get`, `Put`, … Default `Get`. */
  readonly verb?: (path: string) => MethodDecorator;
  readonly decorators?: readonly MethodDecorator[];
  /** `Res()`, `IfMatch()`, …, in the order of the arguments. */
  readonly parameters?: readonly ParameterDecorator[];
  readonly run: (...args: never[]) => unknown;
}

/** A controller with the routes of a table, by their paths. Its handlers are its own, and so is their metadata. */
export function controllerFrom(
  path: string,
  routes: Readonly<Record<string, TableRoute>>,
  onClass: readonly ClassDecorator[] = [],
): Type {
  class TableController {}
  for (const [at, [route, { verb = Get, decorators = [], parameters = [], run }]] of Object.entries(
    routes,
  ).entries()) {
    const name = `route${at}`;
    const { prototype } = TableController;
    const handler = (...args: unknown[]): unknown => (run as (...given: unknown[]) => unknown)(...args);
    const descriptor = { value: handler, writable: true, configurable: true, enumerable: false };
    Object.defineProperty(prototype, name, descriptor);
    for (const [index, parameter] of parameters.entries()) parameter(prototype, name, index);
    for (const decorate of [...decorators, verb(route)]) decorate(prototype, name, descriptor);
  }
  for (const decorate of [...onClass, Controller(path)]) decorate(TableController);
  return TableController;
}
