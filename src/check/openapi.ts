import { isObject, type Json } from './json.js';

/** A route of a document, with its address or with the reason why it has none. */
export type DocumentedRoute = { readonly path: string } | { readonly path: string; readonly without: string };

/** Whether a value is an OpenAPI document, of version 3, or of version 2 as it was called Swagger. */
export function isOpenApi(value: unknown): value is Json {
  return isObject(value) && ('openapi' in value || 'swagger' in value) && isObject(value['paths']);
}

/**
 * Where the API of a document is, as the document says it; undefined where it does not.
 * @param protocol by which the document was read: that of a Swagger 2 API that names no scheme
 */
export function serverOf(document: Json, protocol = 'http:'): string | undefined {
  const { servers, host, basePath, schemes } = document;
  if (typeof host === 'string' || typeof basePath === 'string') {
    const [scheme = protocol.slice(0, -1)] = Array.isArray(schemes) ? schemes.map(String) : [];
    return typeof host === 'string' ? `${scheme}://${host}${String(basePath ?? '')}` : String(basePath);
  }
  const server: unknown = Array.isArray(servers) ? servers[0] : undefined;
  if (!isObject(server) || typeof server['url'] !== 'string') return undefined;
  const variables = isObject(server['variables']) ? server['variables'] : {};
  return server['url'].replaceAll(/\{([^}]*)\}/g, (whole, name: string) => {
    const variable = variables[name];
    return isObject(variable) ? String(variable['default']) : whole;
  });
}

/**
 * Every GET of a document. Its parameters have the values given, or else the example, the default or the first of the values that
 * the document names. Only those parameters are sent that a request must have.
 */
export function routesOf(document: Json, params: Readonly<Record<string, string>>): DocumentedRoute[] {
  const paths = document['paths'] as Json;
  return Object.entries(paths).flatMap(([path, item]): DocumentedRoute[] => {
    if (!isObject(item) || !isObject(item['get'])) return [];
    const own = parametersIn(document, item['get']['parameters']);
    // The operation says it better than the path does.
    const shared = parametersIn(document, item['parameters']).filter(
      ({ name, in: where }) => !own.some((each) => each['name'] === name && each['in'] === where),
    );
    return [addressOf(path, [...shared, ...own], params)];
  });
}

function parametersIn(document: Json, list: unknown): Json[] {
  return Array.isArray(list) ? list.map((each) => resolved(document, each)).filter(isObject) : [];
}

function addressOf(
  path: string,
  all: readonly Json[],
  params: Readonly<Record<string, string>>,
): DocumentedRoute {
  const valueOf = (name: string) =>
    params[name] ?? exampleOf(all.find((parameter) => parameter['name'] === name) ?? {});
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
  const query = all
    .filter((parameter) => parameter['in'] === 'query')
    .filter((parameter) => parameter['required'] === true || String(parameter['name']) in params)
    .map((parameter) => String(parameter['name']));
  const missing = [...names, ...query].find((name) => valueOf(name) === undefined);
  if (missing !== undefined)
    return { path, without: `the document has no example of "${missing}". Give one: --param ${missing}=…` };
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(valueOf(name)!));
  const search = new URLSearchParams(
    query.map((name): [string, string] => [name, valueOf(name)!]),
  ).toString();
  return { path: search ? `${filled}?${search}` : filled };
}

function exampleOf(parameter: Json): string | undefined {
  const schema = isObject(parameter['schema']) ? parameter['schema'] : parameter;
  const examples = isObject(parameter['examples']) ? Object.values(parameter['examples']) : [];
  const named = examples.filter(isObject).map((example) => example['value']);
  const listed = [schema['examples'], schema['enum']].flatMap((list) => (Array.isArray(list) ? list : []));
  const all: unknown[] = [parameter['example'], ...named, schema['example'], schema['default'], ...listed];
  const value = all.find((each) => ['string', 'number', 'boolean'].includes(typeof each));
  return value === undefined ? undefined : String(value as string | number | boolean);
}

/** What a reference within the document leads to. References to other files are left alone. */
function resolved(document: Json, value: unknown): unknown {
  const reference = isObject(value) ? value['$ref'] : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value;
  const steps = reference.slice(2).split('/');
  return steps.reduce<unknown>((found, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return isObject(found) ? found[name] : undefined;
  }, document);
}
