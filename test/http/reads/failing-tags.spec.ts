/** What makes a tag or a date may fail in any way: the response comes without it, and the log has one line. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Put, type Type } from '@nestjs/common';
import { currentFrom, ETag, LastModified, Versioned, type ETagOptions } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

interface Thing {
  readonly id: number;
  readonly version: number;
  readonly bad?: boolean;
}

/** Whatever can be thrown. Some have no text, and some throw when they are asked for it. */
const THROWN: Record<string, unknown> = {
  'an Error': new Error('the tag cannot be made'),
  'an object without a prototype': Object.create(null),
  undefined: undefined,
  null: null,
  'a symbol': Symbol('odd'),
  'a BigInt': 1n,
  'an object whose text throws': {
    toString(): never {
      throw new Error('no text');
    },
  },
  'an Error whose message throws': Object.defineProperty(new Error('hidden'), 'message', {
    get(): never {
      throw new Error('no message');
    },
  }),
  'a proxy that has been revoked': revoked(),
};

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const fails = (thrown: unknown) => (): never => {
  throw thrown;
};

@Injectable()
class Things {
  ran = 0;
  thing: Thing = { id: 1, version: 3 };
}

const current = currentFrom(Things, ({ thing }) => thing);

/** A way to fail for a thing that is bad, and what it leaves of the validators. */
interface Way {
  readonly options: (thrown: unknown) => ETagOptions<Thing>;
  readonly tagged: boolean;
}

const goodTag = ({ version }: Thing) => `v${version}`;
const goodDate = () => new Date('2024-05-01T12:00:00Z');
const ifBad = <T>(thing: Thing, bad: () => T, good: () => T): T => (thing.bad ? bad() : good());

const WAYS: Record<string, Way> = {
  'a tag function that throws': {
    options: (thrown) => ({ tag: (thing) => ifBad(thing, fails(thrown), () => goodTag(thing)) }),
    tagged: false,
  },
  'a tag function that rejects': {
    options: (thrown) => ({ tag: async (thing) => ifBad(thing, fails(thrown), () => goodTag(thing)) }),
    tagged: false,
  },
  'a date function that throws': {
    options: (thrown) => ({
      tag: goodTag,
      lastModified: (thing) => ifBad(thing, fails(thrown), goodDate),
    }),
    tagged: true,
  },
  'both that throw': {
    options: (thrown) => ({
      tag: (thing) => ifBad(thing, fails(thrown), () => goodTag(thing)),
      lastModified: (thing) => ifBad(thing, fails(thrown), goodDate),
    }),
    tagged: false,
  },
  'a tag function that rejects, and a date function that throws': {
    options: (thrown) => ({
      tag: async (thing) => ifBad(thing, fails(thrown), () => goodTag(thing)),
      lastModified: (thing) => ifBad(thing, fails(thrown), goodDate),
    }),
    tagged: false,
  },
  'a tag function that rejects later, and a date function that throws': {
    options: (thrown) => ({
      tag: (thing) =>
        new Promise((resolve, reject) =>
          setImmediate(() => (thing.bad ? reject(thrown as Error) : resolve(goodTag(thing)))),
        ),
      lastModified: (thing) => ifBad(thing, fails(thrown), goodDate),
    }),
    tagged: false,
  },
};

/** Dates that are none. */
const DATES: Record<string, unknown> = {
  'a BigInt': 1n,
  'a symbol': Symbol('odd'),
  'an object without a prototype': Object.create(null),
  'an invalid Date': new Date(Number.NaN),
  'a year that no date has': 8.64e15 + 1,
  'a function': () => 0,
  'text that is no date': 'yesterday',
  'a promise that rejects': undefined,
};

function thingsController(options: ETagOptions<Thing>): Type {
  @Controller('things')
  class ThingsController {
    constructor(private readonly things: Things) {}

    @Get() @ETag(options) read(): Thing {
      return this.run();
    }

    @Get('later') @ETag(options) async later(): Promise<Thing> {
      return this.run();
    }

    @Get('looked-up') @ETag({ ...options, current }) lookedUp(): Thing {
      return this.run();
    }

    @Put('looked-up') @ETag({ ...options, current }) write(): Thing {
      return this.run();
    }

    private run(): Thing {
      this.things.ran += 1;
      return this.things.thing;
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Things], ThingsController);
  return ThingsController;
}

const TABLE = Object.entries(WAYS).flatMap(([way, { options, tagged }]) =>
  Object.entries(THROWN).map(([what, thrown]) => ({ way, what, tagged, options: options(thrown) })),
);

describe.each(STAGES)('what makes a tag and fails, on $name', (stage) => {
  let app: RunningApp;
  let things: Things;
  afterEach(() => app.close());

  async function start(controller: Type): Promise<void> {
    app = await stage.start({ controllers: [controller], providers: [Things] });
    things = app.app.get(Things);
    app.logger.clear();
  }

  const lines = () => [...app.logger.warnings, ...app.logger.errors];

  it.each(TABLE)('$way ($what): the response without it, and one line in the log', async (row) => {
    await start(thingsController(row.options));
    const good = await send(app, 'GET /things');
    expect([good.status, good.headers['etag']]).toEqual([200, '"v3"']);
    things.thing = { ...things.thing, bad: true };
    for (const path of ['/things', '/things/later', '/things/looked-up']) {
      app.logger.clear();
      const bad = await send(app, `GET ${path}`);
      expect([bad.status, bad.json]).toEqual([200, things.thing]);
      if (!row.tagged) expect(bad.headers['etag']).toBeUndefined();
      expect(bad.headers['last-modified']).toBeUndefined();
      expect(lines()).toHaveLength(1);
      expect(lines()[0]).toMatch(/ThingsController\.\w+/);
    }
    // The route is as it was for what does not fail.
    things.thing = { id: 1, version: 4 };
    expect((await send(app, 'GET /things')).headers['etag']).toBe('"v4"');
  });

  it.each(TABLE)(
    '$way ($what): no 304, and no write whose precondition nobody could evaluate',
    async (row) => {
      await start(thingsController(row.options));
      things.thing = { ...things.thing, bad: true };
      const tag = row.tagged ? '"other"' : '"v3"';
      for (const path of ['/things', '/things/later']) {
        const read = await send(app, `GET ${path}`, { 'if-none-match': tag });
        expect([read.status, read.json]).toEqual([200, things.thing]);
      }
      things.ran = 0;
      const { status } = await send(app, 'PUT /things/looked-up', { 'if-match': tag });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(things.ran).toBe(0);
    },
  );

  it.each(Object.entries(DATES))('a date that is %s: the response without it', async (_, date) => {
    const at = date === undefined ? () => Promise.reject(new Error('late')) : () => date;
    @Controller('dated')
    class DatedController {
      @Get('function') @LastModified(at as never) ofFunction(): object {
        return { id: 1 };
      }
      @Get('property') @LastModified('at') ofProperty(): object {
        return Object.defineProperty({ id: 1 }, 'at', { get: at });
      }
      @Get('versioned') @Versioned({ lastModified: at as never }) versioned(): object {
        return { id: 1, version: 3 };
      }
      @Get('tagged') @ETag({ tag: async () => 'v3', lastModified: at as never }) tagged(): object {
        return { id: 1 };
      }
    }
    await start(DatedController);
    for (const path of ['function', 'property', 'versioned', 'tagged']) {
      const headers = { 'if-modified-since': 'Wed, 01 May 2024 12:00:00 GMT' };
      for (const sent of [{}, headers]) {
        const response = await send(app, `GET /dated/${path}`, sent);
        expect([response.status, response.headers['last-modified']]).toEqual([200, undefined]);
        expect(response.json).toMatchObject({ id: 1 });
      }
    }
    // One line a route: a date that does not parse may be none by intention, and is passed over.
    expect(lines().length).toBeLessThanOrEqual(4);
  });
});
