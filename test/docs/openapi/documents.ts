import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { withConditionalRequests } from 'nestjs-etag/swagger';

export function serveDocuments(app: INestApplication): void {
  const config = new DocumentBuilder().setTitle('Books').build();
  const document = withConditionalRequests(app, () => SwaggerModule.createDocument(app, config));
  SwaggerModule.setup('docs', app, document);
}
