import {
  ClassSerializerInterceptor,
  Module,
  type INestApplication,
  type ModuleMetadata,
} from '@nestjs/common';
import { NestFactory, Reflector, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Launch, Platform } from './launch.js';
import { nodeAdapter } from './node-adapter.js';
import { KEEP_ALIVE, type Serving } from './serving.js';

/** Carries the metadata of a variant. */
@Module({})
class AppModule {}

/** Starts a Nest application on a free port. */
export async function nest(
  { platform, serializer }: Launch,
  metadata: ModuleMetadata,
  configure?: (app: INestApplication) => unknown,
): Promise<Serving> {
  const module = { module: AppModule, ...metadata };
  const app = await NestFactory.create(module, await adapterFor(platform), {
    logger: ['error'],
    abortOnError: false,
    forceCloseConnections: true,
  });
  if (serializer) app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)));
  await configure?.(app);
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer() as Server;
  server.keepAliveTimeout = KEEP_ALIVE;
  const { port } = server.address() as AddressInfo;
  return { port, close: () => app.close() };
}

async function adapterFor(platform: Platform): Promise<AbstractHttpAdapter> {
  if (platform === 'express') return new ExpressAdapter();
  if (platform === 'node') return new (await nodeAdapter())();
  return new FastifyAdapter() as unknown as AbstractHttpAdapter;
}
