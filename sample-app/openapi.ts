import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type SwaggerCustomOptions } from '@nestjs/swagger';
import { withConditionalRequests } from 'nestjs-etag/swagger';

/** Serves the OpenAPI document at `/docs`, as a page to try it out, and at `/docs-json`. */
export function serveOpenApi(app: INestApplication, options: SwaggerCustomOptions = {}): void {
  const config = new DocumentBuilder()
    .setTitle('Products')
    .setDescription('Read a product, and send its ETag in If-Match to change it.')
    .build();
  const document = withConditionalRequests(app, () => SwaggerModule.createDocument(app, config));
  SwaggerModule.setup('docs', app, document, options);
}
