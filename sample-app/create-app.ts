import {
  ValidationPipe,
  type INestApplication,
  type NestApplicationOptions,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './config.js';

const ADAPTERS = {
  express: () => new ExpressAdapter(),
  fastify: () => new FastifyAdapter(),
};

const VALIDATION: ValidationPipeOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  transform: true,
};

/** The sample, ready to listen: what main.ts starts, the tour plays on and the tests drive. */
export async function createApp(
  config: Config,
  options: NestApplicationOptions = {},
): Promise<INestApplication> {
  const app = await NestFactory.create<INestApplication>(
    AppModule.register(config),
    ADAPTERS[config.adapter](),
    { abortOnError: false, ...options },
  );
  app.setGlobalPrefix('api');
  app.useGlobalPipes(new ValidationPipe(VALIDATION));
  return app;
}
