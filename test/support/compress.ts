import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyCompress from '@fastify/compress';
import compression from 'compression';
import type { Adapter } from './adapters.js';

/** Puts an application behind the compressor its platform has. */
export async function compress(app: INestApplication, { name }: Adapter): Promise<void> {
  if (name === 'express') app.use(compression());
  else await (app as NestFastifyApplication).register(fastifyCompress as never);
}
