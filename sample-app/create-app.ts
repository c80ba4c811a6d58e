import {
  ValidationPipe,
  type INestApplication,
  type NestApplicationOptions,
  type ValidationPipeOptions,
} from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Adapter, Config } from './config.js';
import { DESK_ROUTES } from './desk/desk.controller.js';
import { createNodeAdapter } from './node-adapter.js';

const ADAPTERS: Readonly<Record<Adapter, () => AbstractHttpAdapter | Promise<AbstractHttpAdapter>>> = {
  express: () => new ExpressAdapter(),
  fastify: () => new FastifyAdapter() as unknown as AbstractHttpAdapter,
  node: createNodeAdapter,
};

const VALIDATION: ValidationPipeOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  transform: true,
};

/**
 * The sample, ready to listen: what main.ts starts, the tour plays on and the tests drive.
 * @throws ConfigError where something that the settings ask for is not there
 */
export async function createApp(
  config: Config,
  options: NestApplicationOptions = {},
): Promise<INestApplication> {
  const app = await NestFactory.create<INestApplication>(
    await AppModule.register(config),
    await ADAPTERS[config.adapter](),
    { abortOnError: false, ...options },
  );
  app.setGlobalPrefix('api', { exclude: DESK_ROUTES });
  app.useGlobalPipes(new ValidationPipe(VALIDATION));
  return app;
}
