/** Pages that caches may keep for an hour, for a second, or may not send unasked, tagged in two ways, and what reaches the application of them. */
import {
  Body,
  Controller,
  Get,
  Injectable,
  Param,
  Put,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import {
  CacheControl,
  currentFrom,
  entityHash,
  ETag,
  EtagModule,
  IfMatch,
  Versioned,
  type CacheControlDirectives,
  type EtagModuleOptions,
  type ExpectedVersion,
} from '../../../src/index.js';
import { startApp, type Adapter, type RunningApp } from '../../support/adapters.js';

interface Page {
  readonly version: number;
  readonly text: string;
}

@Injectable()
export class Pages {
  private readonly pages = new Map<string, Page>();
  /** The statuses of what caches asked for, by path. */
  private readonly statuses = new Map<string, number[]>();

  of(id: string): Page {
    return this.pages.get(id) ?? this.write(id, 'first '.repeat(500));
  }

  write(id: string, text: string): Page {
    const page = { version: (this.pages.get(id)?.version ?? 0) + 1, text };
    this.pages.set(id, page);
    return page;
  }

  answered(path: string): number[] {
    const statuses = this.statuses.get(path) ?? [];
    this.statuses.set(path, statuses);
    return statuses;
  }
}

const current = currentFrom(Pages, (pages, { params }) => pages.of(params['id']!));

function controllerOf(path: string, kept: CacheControlDirectives): Type {
  @Controller(path)
  class PagesController {
    constructor(private readonly pages: Pages) {}

    @Get('versioned/:id') @Versioned({ current }) @CacheControl(kept) versioned(@Param('id') id: string) {
      return this.pages.of(id);
    }

    @Put('versioned/:id') @Versioned({ current }) write(
      @Param('id') id: string,
      @Body() { text }: Page,
      @IfMatch() expected: ExpectedVersion,
    ) {
      expected.consume();
      return this.pages.write(id, text);
    }

    @Get('hashed/:id') @ETag({ tag: entityHash, current }) @CacheControl(kept) hashed(
      @Param('id') id: string,
    ) {
      return this.pages.of(id);
    }

    @Put('hashed/:id') @ETag({ tag: entityHash, current }) writeHashed(
      @Param('id') id: string,
      @Body() { text }: Page,
    ) {
      return this.pages.write(id, text);
    }
  }
  return PagesController;
}

/** In seconds, as `max-age` is. */
const HOUR = 3_600;
// undici throws away what is stale, unless it might still be of use.
const keptFor = (maxAge: number) => ({ public: true, maxAge, staleIfError: 24 * HOUR });
const controllers = [
  controllerOf('hour', keptFor(HOUR)),
  controllerOf('second', keptFor(1)),
  controllerOf('checked', { noCache: true }),
];

/** Behind the compressor its platform has, as most applications are. */
export function startCached(adapter: Adapter, options: EtagModuleOptions = {}): Promise<RunningApp> {
  return startApp({ imports: [EtagModule.forRoot(options)], controllers, providers: [Pages] }, adapter, {
    configure: (app) => prepare(app, adapter),
  });
}

interface IncomingRequest {
  readonly headers: Record<string, unknown>;
  readonly originalUrl: string;
}

async function prepare(app: INestApplication, adapter: Adapter): Promise<void> {
  app.use(({ headers, originalUrl }: IncomingRequest, response: ServerResponse, next: () => void) => {
    // The Date that Node sends is that of the machine's clock, which a test cannot set.
    response.setHeader('Date', new Date(Date.now()).toUTCString());
    const asks = headers['x-counted'] === 'yes';
    if (asks) response.once('finish', () => app.get(Pages).answered(originalUrl).push(response.statusCode));
    next();
  });
  await adapter.compress(app);
}
