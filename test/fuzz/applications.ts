/** One application for everything that can stand around routes, all of them about the same rooms. */
import type { INestApplication, NestInterceptor, Type } from '@nestjs/common';
import { EtagModule } from 'nestjs-etag';
import type { Server } from 'node:http';
import { concatMap, map, tap } from 'rxjs';
import { startApp, type Adapter, type RunningApp } from '../support/adapters.js';
import { controllerFrom } from '../support/table-routes.js';
import { AROUND, type Around } from './arbitraries.js';
import { useRooms } from './kind-routes.js';
import { KINDS } from './kinds.js';
import { Rooms } from './rooms.js';

export type Applications = Readonly<Record<Around, RunningApp>>;

/** They look on, wait, and put what was returned into an envelope. */
const INTERCEPTORS: readonly NestInterceptor[] = [
  { intercept: (_, next) => next.handle().pipe(tap(() => undefined)) },
  { intercept: (_, next) => next.handle().pipe(concatMap(async (value: unknown) => value)) },
  {
    intercept: (_, next) =>
      next.handle().pipe(map((value: unknown) => (isEntity(value) ? { ...value, wrapped: true } : value))),
  },
];

function isEntity(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'version' in value;
}

export async function startApplications(adapter: Adapter, rooms: Rooms): Promise<Applications> {
  useRooms(rooms);
  const running: Partial<Record<Around, RunningApp>> = {};
  for (const around of AROUND) running[around] = await start(adapter, rooms, around);
  return running as Applications;
}

function start(adapter: Adapter, rooms: Rooms, around: Around): Promise<RunningApp> {
  const configure = (app: INestApplication): unknown => {
    // A connection that waits for its next turn stays open.
    (app.getHttpServer() as Server).keepAliveTimeout = 0;
    if (around === 'interceptors') app.useGlobalInterceptors(...INTERCEPTORS);
    return around === 'a compressor' ? adapter.compress(app, { threshold: 0 }) : undefined;
  };
  return startApp(
    {
      imports: [EtagModule.forRoot()],
      providers: [{ provide: Rooms, useValue: rooms }],
      controllers: Object.entries(KINDS).map(controllerOf),
    },
    adapter,
    { configure },
  );
}

function controllerOf([name, { routes }]: [string, (typeof KINDS)[string]]): Type {
  return controllerFrom(pathOf(name), routes);
}

export function pathOf(kind: string): string {
  return kind.replaceAll(' ', '-');
}
