/** Libraries that stand beside us in applications, each as its own documentation sets it up. */
import { CacheInterceptor, CacheModule } from '@nestjs/cache-manager';
import * as common from '@nestjs/common';
import {
  ClassSerializerInterceptor,
  type INestApplication,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, Reflector } from '@nestjs/core';
import { AuthGuard, PassportModule } from '@nestjs/passport';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ServeStaticModule } from '@nestjs/serve-static';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import fastifyEtag from '@fastify/etag';
import fastifyHelmet from '@fastify/helmet';
import helmet from 'helmet';
import { ClsModule } from './nestjs-cls.js';
import { LoggerModule } from 'nestjs-pino';
import { fileURLToPath } from 'node:url';
import type { State } from './host.js';
import type { Companion } from './notes.js';
import { documentedControllerOf } from './documented.js';
import { TokenStrategy } from './token.strategy.js';
import { userControllerOf, UserNotes } from './user-notes.js';

const FILES = fileURLToPath(new URL('../../fixtures/static', import.meta.url));

/** What nestjs-pino wrote, a request a line. */
export const logged: State['logged'][number][] = [];

/** Nest 12 has one; of Nest 11 nobody asks for it. */
const { StandardSchemaSerializerInterceptor } = common as unknown as {
  StandardSchemaSerializerInterceptor: new (reflector: Reflector, options: object) => NestInterceptor;
};

const WITHOUT_AUTHOR = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: ({ author: _, ...value }: { author?: string }) => ({ value }),
  },
};

const register = (app: INestApplication, plugin: unknown): unknown =>
  (app as NestFastifyApplication).register(plugin as never);

const interceptor = (useClass: Type<NestInterceptor>): Companion => ({
  providers: () => [{ provide: APP_INTERCEPTOR, useClass }],
});

export const COMPANIONS = {
  '@nestjs/cache-manager': {
    imports: () => [CacheModule.register({ isGlobal: true, ttl: 600_000 })],
    ...interceptor(CacheInterceptor),
  },
  '@nestjs/throttler': {
    imports: () => [ThrottlerModule.forRoot([{ ttl: 600_000, limit: 20 }])],
    providers: () => [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
  },
  '@nestjs/passport': {
    imports: () => [PassportModule],
    providers: () => [TokenStrategy, { provide: APP_GUARD, useClass: AuthGuard('token') }],
  },
  '@nestjs/serve-static': {
    imports: () => [ServeStaticModule.forRoot({ rootPath: FILES, serveRoot: '/files' })],
  },
  '@nestjs/swagger': {
    controllers: (ours) => [documentedControllerOf(ours)],
    configure: async (app) => {
      // Loaded where it is needed: it takes as long as all the others.
      const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger');
      const document = SwaggerModule.createDocument(app, new DocumentBuilder().setTitle('Notes').build());
      SwaggerModule.setup('api', app, document);
    },
  },
  'nestjs-pino': {
    imports: () => [
      // Its own default, `{/*splat}`, matches nothing on Fastify.
      LoggerModule.forRoot({
        pinoHttp: [{}, { write: (line) => logged.push(JSON.parse(line)) }],
        forRoutes: ['*path'],
      }),
    ],
  },
  'nestjs-cls': {
    imports: () => [
      ClsModule.forRoot({
        global: true,
        middleware: {
          mount: true,
          setup: (store, { headers }: { headers: Record<string, string> }) => {
            store.set('user', headers['x-user']);
          },
        },
      }),
    ],
    providers: () => [UserNotes],
    controllers: (ours) => [userControllerOf(ours)],
  },
  helmet: {
    configure: (app, { name }) => (name === 'fastify' ? register(app, fastifyHelmet) : app.use(helmet())),
  },
  /** `compression`, and on Fastify `@fastify/compress`. */
  compressor: { configure: (app, { compress }) => compress(app) },
  '@fastify/etag': { configure: (app) => register(app, fastifyEtag) },
  ClassSerializerInterceptor: interceptor(ClassSerializerInterceptor),
  StandardSchemaSerializerInterceptor: {
    providers: () => [
      {
        provide: APP_INTERCEPTOR,
        inject: [Reflector],
        useFactory: (reflector: Reflector) =>
          new StandardSchemaSerializerInterceptor(reflector, { schema: WITHOUT_AUTHOR }),
      },
    ],
  },
} satisfies Record<string, Companion>;

export type CompanionName = keyof typeof COMPANIONS;
