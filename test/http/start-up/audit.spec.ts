import { describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Injectable, Patch, Post, Put, Sse } from '@nestjs/common';
import { EMPTY, type Observable } from 'rxjs';
import {
  CacheControl,
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  NoETag,
  RequirePrecondition,
  Versioned,
  type EtagModuleOptions,
} from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';

@Injectable()
class Store {
  current(): object {
    return { version: 1 };
  }
}

@Controller('things')
class ThingsController {
  @Get() @ETag() list(): void {}
  @Get(':id') @Versioned({ current: Store }) findOne(): void {}
  @Post() @ETag(() => 1) create(): void {}
  @Put(':id/ab') @Versioned({ column: ['a', 'b'] }) @RequirePrecondition() replace(
    @IfMatch() _: unknown,
  ): void {}
  @Patch(':id')
  @Versioned({ current: currentFrom('STORE', (store: Store) => store.current()) })
  change(): void {}
  @Delete(':id') remove(): void {}
  @Delete(':id/parts') @NoETag() removeParts(): void {}
  @Get('cached') @CacheControl({ public: true }) cached(): void {}
  @Sse('events') @ETag() events(): Observable<never> {
    return EMPTY;
  }
}

@Controller('plain')
class PlainController {
  @Get() list(): void {}
  @Delete() remove(): void {}
}

@Controller('quiet')
class QuietController {
  @Get() @ETag() list(): void {}
}

const TABLE = `
Conditional requests:
route                         method  tag               current state  write    precondition
ThingsController.list         GET     hash of the body  -              -        -
ThingsController.findOne      GET     column version    Store          -        -
ThingsController.create       POST    function          -              -        -
ThingsController.replace      PUT     column a, b       -              checked  required
ThingsController.change       PATCH   column version    STORE          checked  optional
ThingsController.removeParts  DELETE  -                 -              none     optional
ThingsController.cached       GET     -                 -              -        -`.trimStart();

async function logOf(options: EtagModuleOptions): Promise<{ logs: string[]; warnings: string[] }> {
  const { logger, close } = await startApp(
    {
      imports: [EtagModule.forRoot(options)],
      controllers: [ThingsController, PlainController],
      providers: [Store, { provide: 'STORE', useExisting: Store }],
    },
    ADAPTERS[0]!,
  );
  await close();
  return logger;
}

describe('the audit at start-up', () => {
  it('shows every decorated route, its sources and its guard', async () => {
    const { logs } = await logOf({});
    expect(logs.filter((line) => line.startsWith('Conditional requests'))).toEqual([`${TABLE} EtagModule`]);
  });

  it('warns of writes that overwrite what other routes tag', async () => {
    const { warnings } = await logOf({});
    expect(warnings).toEqual([
      expect.stringMatching(
        /ThingsController\.remove \(DELETE\) does not evaluate If-Match, although ThingsController\.\w+ sends a tag/,
      ),
    ]);
  });

  it('can be turned off', async () => {
    const { logs, warnings } = await logOf({ audit: false });
    expect(logs.filter((line) => line.startsWith('Conditional requests'))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  describe.each(ADAPTERS)('of CORS, on $name', (adapter) => {
    it.each<[string, object | undefined, string[]]>([
      ['by default hides ETag', undefined, ['hides ETag']],
      ['names other fields', { exposedHeaders: ['X-Total', 'Link'] }, ['hides ETag']],
      ['shows ETag', { exposedHeaders: 'X-Total, etag' }, []],
      ['shows everything', { exposedHeaders: '*', allowedHeaders: ['*'] }, []],
      [
        'keeps fields back',
        { exposedHeaders: 'ETag', allowedHeaders: 'If-Match' },
        ['sending If-None-Match'],
      ],
      ['allows them', { exposedHeaders: ['ETag'], allowedHeaders: ['if-match', 'If-None-Match'] }, []],
      ['decides for each request', () => undefined, []],
    ])('%s', async (_, cors, expected) => {
      const { logger, close } = await startApp(
        { imports: [EtagModule.forRoot()], controllers: [QuietController] },
        adapter,
        { configure: (app) => app.enableCors(cors) },
      );
      await close();
      expect(logger.warnings).toEqual(expected.map((text) => expect.stringContaining(text)));
    });

    it('sees those the application is created with', async () => {
      const metadata = { imports: [EtagModule.forRoot()], controllers: [QuietController] };
      const { logger, close } = await startApp(metadata, adapter, { cors: true });
      await close();
      expect(logger.warnings).toEqual([expect.stringContaining('hides ETag')]);
    });
  });
});
