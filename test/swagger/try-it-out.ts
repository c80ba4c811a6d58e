import type { OpenAPIObject } from '@nestjs/swagger';
import { operation } from './document.js';

/** The body that "Try it out" of Swagger UI proposes: the examples of the properties. */
export function exampleOf(document: OpenAPIObject, name: string): object {
  const { requestBody } = operation(document, name) as unknown as {
    requestBody: { content: Record<string, { schema: { $ref: string } }> };
  };
  const { $ref } = requestBody.content['application/json']!.schema;
  const schema = document.components!.schemas![$ref.split('/').at(-1)!] as {
    properties: Record<string, { example: unknown }>;
  };
  const entries = Object.entries(schema.properties).map(([key, { example }]) => [key, example]);
  return Object.fromEntries(entries) as object;
}
