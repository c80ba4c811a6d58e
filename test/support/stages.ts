import type { INestApplication, ModuleMetadata, NestInterceptor } from '@nestjs/common';
import { EtagModule, type EtagModuleOptions } from 'nestjs-etag';
import { tap } from 'rxjs';
import { ADAPTERS, startApp, type Adapter, type RunningApp } from './adapters.js';
import { request, type WireRequest, type WireResponse } from './wire.js';

/** An application to start: its module, and what `EtagModule.forRoot()` is given. */
export interface Given extends ModuleMetadata {
  readonly options?: EtagModuleOptions;
  readonly configure?: (app: INestApplication, adapter: Adapter) => unknown;
}

/** An adapter, and whether an interceptor stands around every route. */
export interface Stage {
  readonly name: string;
  readonly adapter: Adapter;
  start(given: Given): Promise<RunningApp>;
}

/** An interceptor of the application that looks at what passes, and changes nothing. */
export const LOOKS_ON: NestInterceptor = { intercept: (_, next) => next.handle().pipe(tap(() => undefined)) };

/** Every adapter, without an interceptor around the routes and with one. `startApp()` takes the adapter of either. */
export const STAGES: readonly Stage[] = ADAPTERS.flatMap((adapter) => [
  stageOf(adapter.name, adapter),
  stageOf(`${adapter.name}, within an interceptor`, { ...adapter, interceptors: [LOOKS_ON] }),
]);

function stageOf(name: string, adapter: Adapter): Stage {
  return { name, adapter, start: (given) => startGiven(given, adapter) };
}

function startGiven(
  { options = {}, configure, imports = [], ...metadata }: Given,
  adapter: Adapter,
): Promise<RunningApp> {
  return startApp({ ...metadata, imports: [EtagModule.forRoot(options), ...imports] }, adapter, {
    configure: (app) => configure?.(app, adapter),
  });
}

/** What an application fails with at start-up, or `'started'`. */
export async function failureOf(starting: Promise<RunningApp>): Promise<string> {
  try {
    await (await starting).close();
    return 'started';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `send(app, 'PUT /things/1', { 'if-match': '"1"' })`. */
export function send(
  { port }: RunningApp,
  target: string,
  headers: WireRequest['headers'] = {},
  body?: WireRequest['body'],
): Promise<WireResponse> {
  const [method = '', path = ''] = target.split(' ');
  return request(port, { method, path, headers, body });
}

/** Stands for a decorator where there is to be none. */
export const NOTHING: ClassDecorator & MethodDecorator = () => undefined;

/** What the responses of both platforms can do. */
export interface AnyResponse {
  status(code: number): this;
  header(name: string, value: string): this;
  getHeader(name: string): unknown;
  send(body?: unknown): unknown;
}
