/** Whatever an application's values and functions do, a response goes without what could not be made of them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param } from '@nestjs/common';
import { ETag, EtagModule, LastModified, Versioned } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

const MOMENT = 'Tue, 14 Nov 2023 22:13:20 GMT';

/** What a column of dates may hold by mistake. */
const DATES: Readonly<Record<string, unknown>> = {
  bigint: 1_700_000_000_000n,
  symbol: Symbol('date'),
  invalid: new Date('yesterday'),
  'no-value': { valueOf: () => Promise.reject(new Error('no value')).catch(() => undefined) },
  throwing: {
    valueOf: () => {
      throw new Error('no value');
    },
  },
  bare: Object.create(null),
  function: () => MOMENT,
  text: 'yesterday',
  infinite: Infinity,
  boolean: true,
};

const THROWN: Readonly<Record<string, unknown>> = {
  error: new Error('failed'),
  text: 'failed',
  nothing: undefined,
  bare: Object.create(null),
  symbol: Symbol('failed'),
};

const fail = ({ thrown }: { thrown: unknown }): never => {
  throw thrown;
};
const reject = async (entity: { thrown: unknown }): Promise<never> => fail(entity);

@Controller()
class ValuesController {
  @Get('dates/:name') @Versioned({ lastModified: 'at' }) dated(@Param('name') name: string): object {
    // A bigint or a symbol could not be sent.
    return { version: 1, at: DATES[name], toJSON: () => name };
  }

  @Get('later/:name') @LastModified((async (): Promise<never> => fail({ thrown: 'failed' })) as never) later(
    @Param('name') name: string,
  ): string {
    return name;
  }

  @Get('made/:name') @LastModified((entity: unknown) => DATES[entity as string] as Date) made(
    @Param('name') name: string,
  ): string {
    return name;
  }

  @Get('both/:name') @ETag({ tag: reject, lastModified: fail }) both(@Param('name') name: string): object {
    return { thrown: THROWN[name], toJSON: () => name };
  }

  @Get('rejecting/:name') @ETag(reject) rejecting(@Param('name') name: string): object {
    return { thrown: THROWN[name], toJSON: () => name };
  }

  @Get('throwing/:name') @ETag({ tag: fail, lastModified: fail }) throwing(
    @Param('name') name: string,
  ): object {
    return { thrown: THROWN[name], toJSON: () => name };
  }
}

describe.each(ADAPTERS)('validators that cannot be made, on $name', (adapter) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp({ imports: [EtagModule.forRoot()], controllers: [ValuesController] }, adapter);
  });
  afterAll(() => running.close());
  beforeEach(() => running.logger.clear());

  const read = (path: string) => request(running.port, { path: `/${path}` });

  it.each(Object.keys(DATES))('%s is no date: there is no Last-Modified, and no word of it', async (name) => {
    for (const [kind, etag] of [
      ['dates', '"1"'],
      ['made', undefined],
      ['later', undefined],
    ]) {
      const { status, headers, text } = await read(`${kind}/${name}`);
      expect([status, headers['etag'], headers['last-modified']]).toEqual([200, etag, undefined]);
      expect(text).toContain(name);
    }
    expect([...running.logger.warnings, ...running.logger.errors]).toEqual([]);
  });

  it.each(['both', 'rejecting', 'throwing'])(
    '%s: a function that fails costs the tag, and one line in the log',
    async (path) => {
      for (const name of Object.keys(THROWN)) {
        const { status, headers } = await read(`${path}/${name}`);
        expect([name, status, headers['etag'], headers['last-modified']]).toEqual([
          name,
          200,
          undefined,
          undefined,
        ]);
      }
      // A promise without a handler would end the process, or this test.
      await new Promise((resolve) => setImmediate(resolve));
      expect(running.logger.errors).toEqual([]);
      expect(running.logger.warnings).toEqual([
        expect.stringContaining(`ValuesController.${path} sends no ETag: making its tag failed`),
      ]);
    },
  );
});
