import { explained } from '../util/explained.js';
import type { INestApplicationContext } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { RouteSetup } from '../routes/route-setup.js';
import { complete } from './complete-operation.js';
import { ErrorSchema } from './error-schema.js';
import { operationsOf } from './operations.js';
import { whileMarked } from './route-marks.js';

/**
 * Says in an OpenAPI document what `@ETag()`, `@Versioned()` and their like do: the header fields of requests and responses,
 * and the answers 206, 304, 400, 409, 412, 416 and 428 with the body that they have.
 *
 * It adds what is missing. A response, a header or a parameter that the application documents itself stays as it is.
 *
 * @param app whose routes the document is about
 * @param create makes the document, by whatever options; it is called once, at once
 * @returns the document that `create` has made
 * @throws TypeError where `create` is no function, or returns a promise; Error where the application has no EtagModule, and
 * where decorators contradict each other, as the start-up does
 * @example
 * ```ts
 * const document = withConditionalRequests(app, () => SwaggerModule.createDocument(app, config));
 * SwaggerModule.setup('docs', app, document);
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export function withConditionalRequests<T extends OpenAPIObject>(
  app: INestApplicationContext,
  create: () => T,
): T {
  if (typeof create !== 'function')
    throw new TypeError(
      explained(
        'openapi-document',
        'withConditionalRequests() takes a function that makes the document, and was given something else. ' +
          'Write withConditionalRequests(app, () => SwaggerModule.createDocument(app, config)).',
      ),
    );
  const routes = setupOf(app).describe();
  const document = whileMarked(routes, create);
  if (!document?.paths)
    throw new TypeError(
      explained(
        'openapi-document',
        'withConditionalRequests() was given a function that returns no document. Where it is asynchronous, await what the ' +
          'document needs first, and then call SwaggerModule.createDocument() in a function that returns it.',
      ),
    );
  const schema = new ErrorSchema(document);
  for (const operation of operationsOf(document, routes)) complete(operation, schema);
  return document;
}

function setupOf(app: INestApplicationContext): RouteSetup {
  try {
    return app.get(RouteSetup, { strict: false });
  } catch (cause) {
    throw new Error(
      explained(
        'openapi-document',
        'withConditionalRequests() finds no EtagModule in the application. Add EtagModule.forRoot() to the imports of the ' +
          'AppModule. Where it is there, there are two copies of nestjs-etag (npm ls nestjs-etag).',
      ),
      { cause },
    );
  }
}
