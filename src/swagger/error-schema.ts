import type { OpenAPIObject } from '@nestjs/swagger';
import type { Conditions } from './conditions.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

interface Shape {
  readonly name: string;
  readonly type: string;
  readonly schema: Schemas[string];
}

const SHAPES: Readonly<Record<Conditions['errors'], Shape>> = {
  nest: {
    name: 'ConditionalRequestError',
    type: 'application/json',
    schema: {
      type: 'object',
      required: ['statusCode', 'message'],
      properties: {
        statusCode: { type: 'integer', example: 412 },
        // The 400 of a ValidationPipe has several.
        message: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
        error: { type: 'string', example: 'Precondition Failed' },
      },
    },
  },
  problem: {
    name: 'ConditionalRequestProblem',
    type: 'application/problem+json',
    schema: {
      type: 'object',
      description: 'Problem details (RFC 9457).',
      required: ['type', 'title', 'status', 'detail'],
      properties: {
        type: { type: 'string', format: 'uri-reference' },
        title: { type: 'string', example: 'Precondition Failed' },
        status: { type: 'integer', example: 412 },
        detail: { type: 'string' },
      },
    },
  },
};

/** The body of errors: one schema of the document, once somebody asks for it. */
export class ErrorSchema {
  private reference: string | undefined;

  constructor(private readonly document: OpenAPIObject) {}

  contentOf({ errors }: Conditions): Record<string, { schema: { $ref: string } }> {
    const shape = SHAPES[errors];
    const $ref = (this.reference ??= this.add(shape));
    return { [shape.type]: { schema: { $ref } } };
  }

  private add({ name, schema }: Shape): string {
    const schemas = ((this.document.components ??= {}).schemas ??= {});
    const free = freeName(schemas, name);
    schemas[free] = structuredClone(schema);
    return `#/components/schemas/${free}`;
  }
}

/** An application may have a schema of that name. */
function freeName(schemas: object, name: string): string {
  let free = name;
  for (let count = 2; free in schemas; count++) free = `${name}${count}`;
  return free;
}
