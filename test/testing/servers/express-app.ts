import { ExpressAdapter } from '@nestjs/platform-express';
import type { RequestListener, ServerResponse } from 'node:http';

type Handler = (request: Parameters<RequestListener>[0], response: ExpressResponse) => unknown;

interface ExpressResponse extends ServerResponse {
  send(body: unknown): this;
  status(code: number): this;
  set(name: string, value: string): this;
}

/** An application of Express, as far as tests need it. */
export type ExpressApp = RequestListener &
  Record<'get' | 'put', (path: string, handler: Handler) => ExpressApp> & {
    disable(setting: string): ExpressApp;
    use(middleware: unknown): ExpressApp;
  };

/** A plain application of the Express that Nest brings along. */
export function expressApp(): ExpressApp {
  return new ExpressAdapter().getInstance<ExpressApp>();
}
