import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { explained } from '../util/explained.js';

interface CorsSettings {
  readonly exposedHeaders?: string | readonly string[];
  readonly allowedHeaders?: string | readonly string[];
}

/** Request fields a browser must be allowed to send across origins (Fetch, CORS-unsafe request headers). */
const SENT = ['If-Match', 'If-None-Match'];

/**
 * Looks on as the application turns CORS on, since nobody can ask for its settings afterwards. A middleware of its own is
 * not seen.
 */
@Injectable()
export class CorsWatch {
  private settings: CorsSettings | undefined;

  constructor({ httpAdapter }: HttpAdapterHost) {
    if (!httpAdapter) return;
    const enableCors = httpAdapter.enableCors.bind(httpAdapter);
    httpAdapter.enableCors = (options, prefix) => {
      // A function decides for each request: what it will say cannot be seen.
      this.settings = typeof options === 'function' ? undefined : ((options ?? {}) as CorsSettings);
      return enableCors(options, prefix);
    };
  }

  warnings(): string[] {
    if (!this.settings) return [];
    // Unless it is told what to allow, CORS allows what the browser asks for.
    const { exposedHeaders = [], allowedHeaders = '*' } = this.settings;
    return [
      ...missing(['ETag'], exposedHeaders).map((name) =>
        explained('cors', `CORS hides ${name} from browsers on other origins. Add it to exposedHeaders.`),
      ),
      ...missing(SENT, allowedHeaders).map((name) =>
        explained(
          'cors',
          `CORS keeps browsers on other origins from sending ${name}. Add it to allowedHeaders.`,
        ),
      ),
    ];
  }
}

function missing(names: readonly string[], given: string | readonly string[]): string[] {
  const listed = new Set(
    [given].flat().flatMap((list) => list.split(',').map((name) => name.trim().toLowerCase())),
  );
  return names.filter((name) => !listed.has('*') && !listed.has(name.toLowerCase()));
}
