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
  @Put(':id') @Versioned({ column: ['a', 'b'] }) @RequirePrecondition() replace(
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

const TABLE = `
Conditional requests:
route                         method  tag               current state  write            precondition
ThingsController.list         GET     hash of the body  -              -                -
ThingsController.findOne      GET     column version    Store          -                -
ThingsController.create       POST    function          -              -                -
ThingsController.replace      PUT     column a, b       -              compare-and-set  required
ThingsController.change       PATCH   column version    STORE          checked          optional
ThingsController.removeParts  DELETE  -                 -              none             optional
ThingsController.cached       GET     -                 -              -                -`.trimStart();

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
});
