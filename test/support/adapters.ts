import {
  Module,
  type DynamicModule,
  type INestApplication,
  type ModuleMetadata,
  type NestApplicationOptions,
  type Type,
} from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { CapturingLogger } from './logger.js';

/** One of the two platforms: `describe.each(ADAPTERS)('$name', (adapter) => …)`. */
export interface Adapter {
  readonly name: 'express' | 'fastify';
  readonly create: () => AbstractHttpAdapter;
}

export const ADAPTERS: readonly Adapter[] = [
  { name: 'express', create: () => new ExpressAdapter() },
  { name: 'fastify', create: () => new FastifyAdapter() as unknown as AbstractHttpAdapter },
];

export interface StartOptions extends Omit<NestApplicationOptions, 'logger' | 'abortOnError'> {
  /** Called before the application listens: global pipes, interceptors, middleware. */
  readonly configure?: (app: INestApplication) => unknown;
}

export interface RunningApp {
  readonly app: INestApplication;
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** What was logged from the start on. Nest has one logger in a process: that of the application created last. */
  readonly logger: CapturingLogger;
  readonly close: () => Promise<void>;
}

/** Starts an application on a free port of 127.0.0.1. What goes wrong at start-up is thrown, not logged. */
export async function startApp(
  moduleOrMetadata: Type | DynamicModule | ModuleMetadata,
  adapter: Adapter,
  { configure, ...options }: StartOptions = {},
): Promise<RunningApp> {
  const logger = new CapturingLogger();
  const app = await NestFactory.create(moduleOf(moduleOrMetadata), adapter.create(), {
    forceCloseConnections: true,
    ...options,
    logger,
    abortOnError: false,
  });
  await configure?.(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, port, logger, close: () => app.close() };
}

/** Carries the metadata a test gave in place of a module. */
@Module({})
class TestModule {
  readonly dynamic = true;
}

function moduleOf(given: Type | DynamicModule | ModuleMetadata): Type | DynamicModule {
  if (typeof given === 'function' || 'module' in given) return given;
  return { module: TestModule, ...given };
}
