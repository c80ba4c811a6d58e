/** Prints the OpenAPI document of the application. */
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { withConditionalRequests } from 'nestjs-etag/swagger';
import { AppModule } from './app.module.js';

async function print(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: false });
  const config = new DocumentBuilder().setTitle('Products').build();
  const document = withConditionalRequests(app, () => SwaggerModule.createDocument(app, config));
  process.stdout.write(JSON.stringify(document));
  await app.close();
}
void print();
