import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import {
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
  type SwaggerDocumentOptions,
} from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { compileErrors, validate } from '@readme/openapi-parser';
import { EtagModule, type EtagModuleOptions } from 'nestjs-etag';
import { withConditionalRequests } from 'nestjs-etag/swagger';

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; description: string }[];
  readonly responses: Readonly<Record<string, Response>>;
}

interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { description: string; example?: string }>>;
  readonly content?: Readonly<Record<string, { schema: object }>>;
}

export interface Described {
  readonly options?: EtagModuleOptions;
  readonly configure?: (app: INestApplication) => unknown;
  readonly document?: SwaggerDocumentOptions;
}

export const config = new DocumentBuilder().setTitle('Notes').setDescription('Notes').build();

/** The document of an application that has not started, as most applications make it. */
export async function documentOf(
  { imports = [], ...metadata }: ModuleMetadata,
  { options, configure, document }: Described = {},
): Promise<OpenAPIObject> {
  const module = { imports: [EtagModule.forRoot(options), ...imports], ...metadata };
  const testing = await Test.createTestingModule(module).compile();
  const app = testing.createNestApplication();
  try {
    await configure?.(app);
    return withConditionalRequests(app, () => SwaggerModule.createDocument(app, config, document));
  } finally {
    await app.close();
  }
}

/** `operation(document, 'PUT /notes/{id}')`. */
export function operation(document: OpenAPIObject, name: string): Operation {
  const [method = '', path = ''] = name.split(' ');
  const found = document.paths[path]?.[method.toLowerCase() as 'get'];
  if (!found)
    throw new Error(`${name} is not in the document, which has ${Object.keys(document.paths).join(', ')}.`);
  return found as unknown as Operation;
}

/** The header fields that requests of an operation may have, those they must have with an exclamation mark. */
export function requestHeaders({ parameters }: Operation): string[] {
  return parameters
    .filter((each) => each.in === 'header')
    .map((each) => each.name + (each.required ? '!' : ''));
}

/** `{ 200: ['ETag'], 304: ['ETag'] }`. */
export function responseHeaders({ responses }: Operation): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { headers = {} }]) => [status, Object.keys(headers)]),
  );
}

export function described(found: Operation, header: string): string {
  return found.parameters.find(({ name }) => name === header)?.description ?? '';
}

/** What is wrong with a document; nothing where it is valid. */
export async function problemsOf(document: OpenAPIObject): Promise<string | undefined> {
  // The validator puts what references lead to in their place.
  const copy = structuredClone(document);
  for (const [path, item] of Object.entries(copy.paths)) {
    // Nest documents it for @All(), and OpenAPI 3.0 does not know it.
    Reflect.deleteProperty(item, 'search');
    nameParameters(path, item);
  }
  const result = await validate(copy as never);
  return result.valid ? undefined : compileErrors(result);
}

/** The handlers of these tests take no parameters, so that Nest names none. */
function nameParameters(path: string, item: OpenAPIObject['paths'][string]): void {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const known = (item.parameters ?? []).concat(item.get?.parameters ?? item.put?.parameters ?? []);
  const missing = names.filter((name) => !known.some((each) => 'name' in each && each.name === name));
  const added = missing.map(
    (name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }) as const,
  );
  item.parameters = [...(item.parameters ?? []), ...added];
}
