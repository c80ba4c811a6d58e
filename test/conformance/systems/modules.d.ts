/** Libraries without types of their own, as far as they are used here. */
declare module 'express-preconditions' {
  import type { RequestHandler } from 'express';

  export default function preconditions(options: {
    readonly requiredWith?: readonly string[];
    readonly stateAsync?: (
      request: unknown,
    ) => Promise<{ etag: string | undefined; lastModified: string | undefined }>;
  }): RequestHandler;
}

declare module 'koa' {
  import type { Server } from 'node:http';

  export interface Context {
    readonly method: string;
    readonly path: string;
    status: number;
    body: unknown;
    get(field: string): string;
    set(fields: Readonly<Record<string, string>>): void;
  }
  export type Middleware = (context: Context, next: () => Promise<unknown>) => unknown;
  export default class Koa {
    use(middleware: Middleware): this;
    listen(port: number, host: string): Server;
  }
}

declare module 'koa-conditional-get' {
  import type { Middleware } from 'koa';

  export default function conditional(): Middleware;
}
