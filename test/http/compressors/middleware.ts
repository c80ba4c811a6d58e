/** Middleware that stands in front of an application and codes what it sends, or looks at it. */
import polka from '@polka/compression';
import compression from 'compression';
import expressCompression from 'express-compression';
import httpCompression from 'http-compression';
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

/** @param threshold bytes from which on a body is coded */
type Make = (threshold: number) => Middleware;

export const COMPRESSORS: Readonly<Record<string, Make>> = {
  compression: (threshold) => compression({ threshold }) as Middleware,
  '@polka/compression': (threshold) => polka({ threshold }) as Middleware,
  'http-compression': (threshold) => httpCompression({ threshold, brotli: false }) as Middleware,
  'express-compression': (threshold) => expressCompression({ threshold }) as Middleware,
};

/** Looks at the bodies of responses, by a `write` and an `end` of its own. */
export function bodyLogger(bodies: string[]): Middleware {
  return (_, response, next) => {
    const chunks: unknown[] = [];
    const { write, end } = response as unknown as Record<'write' | 'end', (...args: unknown[]) => unknown>;
    Object.assign(response, {
      write(...args: unknown[]) {
        chunks.push(args[0]);
        return write.apply(response, args);
      },
      end(...args: unknown[]) {
        if (args[0] !== undefined && args[0] !== null) chunks.push(args[0]);
        bodies.push(chunks.join(''));
        return end.apply(response, args);
      },
    });
    next();
  };
}

/** Notes the status of each head that is asked for. It has to be the first of all. */
export function headCounter(statuses: number[]): Middleware {
  return (_, response, next) => {
    const { writeHead } = response;
    response.writeHead = function (this: ServerResponse, status: number, ...others: never[]) {
      statuses.push(status);
      return writeHead.call(this, status, ...others);
    } as ServerResponse['writeHead'];
    next();
  };
}
