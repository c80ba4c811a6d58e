import type { PlannedRoute } from '../routes/audit.js';

/**
 * The handlers that stand behind the operations of a document: nothing else in it tells reliably, since ids are the
 * application's to make, and paths have prefixes and versions. It is an extension as `@ApiExtension()` would add it.
 */
const MARK = 'x-nestjs-etag-handler';

/** The key under which `@ApiExtension()` writes. Not every supported version of the library exports its keys. */
export const EXTENSIONS = 'swagger/apiExtension';

type Extensions = Readonly<Record<string, unknown>>;

/** The handlers of routes, each once: controllers may inherit one, and a controller may stand in several modules. */
function handlersOf(routes: readonly PlannedRoute[]): object[] {
  return [...new Set(routes.map(({ route }) => route.handler))];
}

/** Calls a function while each handler of the routes carries its mark, and leaves none behind. */
export function whileMarked<T>(routes: readonly PlannedRoute[], create: () => T): T {
  const handlers = handlersOf(routes);
  const before = handlers.map((handler) => own(handler));
  handlers.forEach((handler, at) => define(handler, { ...before[at], [MARK]: at }));
  try {
    return create();
  } finally {
    handlers.forEach((handler, at) => define(handler, before[at]));
  }
}

/** Takes the mark off an operation, and returns the routes whose handler it has. */
export function takeMark(operation: object, routes: readonly PlannedRoute[]): PlannedRoute[] {
  const handler = handlersOf(routes)[Reflect.get(operation, MARK) as number];
  Reflect.deleteProperty(operation, MARK);
  return handler ? routes.filter(({ route }) => route.handler === handler) : [];
}

function own(handler: object): Extensions | undefined {
  return Reflect.getOwnMetadata(EXTENSIONS, handler) as Extensions | undefined;
}

function define(handler: object, extensions: Extensions | undefined): void {
  if (extensions) Reflect.defineMetadata(EXTENSIONS, extensions, handler);
  else Reflect.deleteMetadata(EXTENSIONS, handler);
}
