import {
  Module,
  type DynamicModule,
  type INestApplication,
  type ModuleMetadata,
  type NestApplicationOptions,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { CapturingLogger } from './logger.js';
import { NodeAdapter } from './node-adapter.mjs';

/** One of the platforms: `describe.each(ADAPTERS)('$name', (adapter) => …)`. */
export interface Adapter {
  readonly name: 'express' | 'fastify' | 'node';
  readonly create: () => AbstractHttpAdapter;
  /** Has an application render the Handlebars views of a folder. */
  readonly views: (app: INestApplication, folder: string) => unknown;
  /** Puts an application behind the compressor that its platform has. */
  readonly compress: (app: INestApplication, options?: { readonly threshold: number }) => unknown;
  /** The status of a file that cannot be read, where nobody handles its error. */
  readonly unreadable: number;
  /** Interceptors of the application that stand around every route. */
  readonly interceptors?: readonly NestInterceptor[];
}

/** Middleware of Express, which NodeAdapter takes as well. */
const ON_NODE: Pick<Adapter, 'compress' | 'unreadable'> = {
  compress: async (app, options) => app.use((await import('compression')).default(options)),
  unreadable: 400,
};

export const ADAPTERS: readonly Adapter[] = [
  {
    name: 'express',
    create: () => new ExpressAdapter(),
    views: (app, root) => {
      (app as NestExpressApplication).setBaseViewsDir(root);
      (app as NestExpressApplication).setViewEngine('hbs');
    },
    ...ON_NODE,
  },
  {
    name: 'fastify',
    create: () => new FastifyAdapter() as unknown as AbstractHttpAdapter,
    views: async (app, root) => plugIn(app, await import('@fastify/view'), await viewsOf(root)),
    compress: async (app, options) => plugIn(app, await import('@fastify/compress'), options),
    unreadable: 500,
  },
  {
    name: 'node',
    create: () => new NodeAdapter(),
    views: async (app, root) =>
      (app as unknown as { setViewEngine(options: object): void }).setViewEngine(await viewsOf(root)),
    ...ON_NODE,
  },
];

async function viewsOf(root: string): Promise<object> {
  const { handlebars } = (await import('hbs')).default;
  return { engine: { handlebars }, root };
}

async function plugIn(app: INestApplication, plugin: { default: unknown }, options?: object): Promise<void> {
  await (app as NestFastifyApplication).register(plugin.default as never, options as never);
}

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
  if (adapter.interceptors) app.useGlobalInterceptors(...adapter.interceptors);
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
