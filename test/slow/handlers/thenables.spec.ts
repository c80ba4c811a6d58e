/** What a handler returns is awaited once, whatever it is, and its tag is made of what comes of it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Injectable, Param, Patch, Post, Put, type Type } from '@nestjs/common';
import {
  AcceptRanges,
  CacheControl,
  currentFrom,
  ETag,
  ForgetsTags,
  IfMatch,
  LastModified,
  NoETag,
  RequirePrecondition,
  Versioned,
  type ExpectedVersion,
} from 'nestjs-etag';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { FAILURES, KINDS, runs, THING, type Thing } from '../../http/handlers/kinds.js';
import { LOOKS_ON, NOTHING, send, STAGES } from '../../support/stages.js';

@Injectable()
class Things {
  readonly thing = THING;
}

const current = currentFrom(Things, ({ thing }) => thing);
const tag = ({ version }: Thing) => `v${version}`;

interface Decorated {
  readonly decorators: readonly (MethodDecorator & ClassDecorator)[];
  readonly etag?: string | RegExp;
  /** Sent with a write, where one is needed. */
  readonly headers?: Record<string, string>;
}

const HASH = /^"[\w-]{43}"$/;

const READS: Record<string, Decorated> = {
  undecorated: { decorators: [] },
  '@ETag()': { decorators: [ETag()], etag: HASH },
  '@ETag(fn)': { decorators: [ETag(tag)], etag: '"v3"' },
  '@ETag(async fn)': { decorators: [ETag(async (thing: Thing) => tag(thing))], etag: '"v3"' },
  '@ETag({ tag, current })': { decorators: [ETag({ tag, current })], etag: '"v3"' },
  '@ETag({ remember })': { decorators: [ETag({ remember: { groups: ['things'] } })], etag: HASH },
  '@Versioned()': { decorators: [Versioned()], etag: '"3"' },
  '@Versioned({ current })': { decorators: [Versioned({ current })], etag: '"3"' },
  '@Versioned({ lastModified })': { decorators: [Versioned({ lastModified: 'at' })], etag: '"3"' },
  '@LastModified()': { decorators: [LastModified('at')] },
  '@CacheControl()': { decorators: [CacheControl({ maxAge: 60 })] },
  '@NoETag()': { decorators: [NoETag()] },
  '@ETag() @AcceptRanges()': { decorators: [ETag(), AcceptRanges()], etag: HASH },
  '@ForgetsTags()': { decorators: [ForgetsTags('things')] },
};

const WRITES: Record<string, Decorated> = {
  undecorated: { decorators: [] },
  '@ForgetsTags()': { decorators: [ForgetsTags('things')] },
  '@ForgetsTags(fn)': { decorators: [ForgetsTags(({ params }) => [`thing:${params['kind']}`])] },
  '@NoETag()': { decorators: [NoETag()] },
  '@NoETag() @ForgetsTags()': { decorators: [NoETag(), ForgetsTags('things')] },
  '@CacheControl()': { decorators: [CacheControl({ noStore: true })] },
  '@Versioned({ current })': {
    decorators: [Versioned({ current })],
    etag: '"3"',
    headers: { 'if-match': '"3"' },
  },
  '@Versioned({ current }) @RequirePrecondition() @ForgetsTags()': {
    decorators: [Versioned({ current }), RequirePrecondition(), ForgetsTags('things')],
    etag: '"3"',
    headers: { 'if-match': '"3"' },
  },
  '@ETag({ tag, current })': { decorators: [ETag({ tag, current })], etag: '"v3"', headers: {} },
};

const NAMES = Object.keys(KINDS);
let name = '';
let requests = 0;

/** One controller for each list of decorators; the kind of what it returns is in its path. */
function controllersOf(): Type[] {
  const reading = Object.values(READS).map(({ decorators }, at) => {
    @Controller(`read/${at}`)
    class Reads {
      @Get(':kind') @decorated(decorators) one(@Param('kind') kind: string): unknown {
        const make = KINDS[kind] ?? FAILURES[kind];
        return make!(name);
      }
    }
    return Reads;
  });
  const writing = Object.values(WRITES).map(({ decorators }, at) => {
    @Controller(`written/${at}`)
    class Writes {
      @Post(':kind') @decorated(decorators) post(@Param('kind') kind: string): unknown {
        return KINDS[kind]!(name);
      }
      @Put(':kind') @decorated(decorators) put(@Param('kind') kind: string): unknown {
        return KINDS[kind]!(name);
      }
      @Patch(':kind') @decorated(decorators) patch(@Param('kind') kind: string): unknown {
        return KINDS[kind]!(name);
      }
      @Delete(':kind') @decorated(decorators) remove(@Param('kind') kind: string): unknown {
        return KINDS[kind]!(name);
      }
    }
    return Writes;
  });
  @Controller('asserted')
  class Asserts {
    @Put(':kind')
    @Versioned()
    put(@Param('kind') kind: string, @IfMatch() expected: ExpectedVersion): unknown {
      void expected.assert(THING);
      return KINDS[kind]!(name);
    }
  }
  return [...reading, ...writing, Asserts];
}

function decorated(decorators: readonly MethodDecorator[]): MethodDecorator {
  return (target, key, descriptor) => {
    for (const decorate of decorators) decorate(target, key, descriptor);
  };
}

describe.each(STAGES)('what a handler returns, on $name', (stage) => {
  let app: RunningApp;
  let plain: RunningApp;

  beforeAll(async () => {
    app = await stage.start({ controllers: controllersOf(), providers: [Things] });
    // The same handlers, without the module and without a decorator of ours.
    @Controller()
    class PlainController {
      @Get('read/:at/:kind') @NOTHING one(@Param('kind') kind: string): unknown {
        return (KINDS[kind] ?? FAILURES[kind])!(name);
      }
    }
    plain = await startApp({ controllers: [PlainController] }, stage.adapter, {
      configure: (started) => started.useGlobalInterceptors(LOOKS_ON),
    });
  });
  afterAll(async () => {
    await app.close();
    await plain.close();
  });

  /** One request, and how often its statement ran. */
  async function ask(to: RunningApp, target: string, headers: Record<string, string> = {}) {
    name = `statement ${(requests += 1)}`;
    const response = await send(to, target, headers);
    return { ...response, status: response.status, text: response.text, runs: runs.get(name) ?? 0 };
  }

  const url = (kind: string) => encodeURIComponent(kind);

  it.each(NAMES)('%s: is awaited once by every read', async (kind) => {
    const without = await ask(plain, `GET /read/0/${url(kind)}`);
    expect([without.status, without.text, without.runs]).toEqual([200, JSON.stringify(THING), 1]);
    const seen: unknown[] = [];
    for (const [at, decorators] of Object.keys(READS).entries()) {
      const { status, text, runs: ran } = await ask(app, `GET /read/${at}/${url(kind)}`);
      seen.push([decorators, status, text, ran]);
    }
    expect(seen).toEqual(Object.keys(READS).map((each) => [each, 200, without.text, 1]));
  });

  it.each(NAMES)('%s: has the tag of what comes of it, which is that of a value', async (kind) => {
    const seen: unknown[] = [];
    const expected: unknown[] = [];
    for (const [at, [decorators, { etag }]] of Object.entries(READS).entries()) {
      const value = await ask(app, `GET /read/${at}/value`);
      const full = await ask(app, `GET /read/${at}/${url(kind)}`);
      seen.push([decorators, full.headers['etag'], full.headers['last-modified']]);
      const given = etag instanceof RegExp ? expect.stringMatching(etag) : etag;
      expected.push([decorators, given ?? value.headers['etag'], value.headers['last-modified']]);
      if (etag !== undefined) expect(full.headers['etag']).toBe(value.headers['etag']);
    }
    expect(seen).toEqual(expected);
  });

  it.each(NAMES)('%s: is 304 and 412 by that tag alone', async (kind) => {
    const seen: unknown[] = [];
    const expected: unknown[] = [];
    for (const [at, [decorators, { etag }]] of Object.entries(READS).entries()) {
      if (etag === undefined) continue;
      const target = `GET /read/${at}/${url(kind)}`;
      const tagOfValue = (await ask(app, `GET /read/${at}/value`)).headers['etag']!;
      const again = await ask(app, target, { 'if-none-match': tagOfValue });
      const stale = await ask(app, target, { 'if-match': '"{}"' });
      const others: unknown[] = [];
      // What a tag of a wrapper would be made of.
      for (const wrong of ['"{}"', '"[object Object]"', '"undefined"', '"vundefined"']) {
        const other = await ask(app, target, { 'if-none-match': wrong });
        others.push([other.status, other.text === '', other.runs]);
      }
      seen.push([
        decorators,
        again.status,
        again.headers['etag'],
        stale.status,
        stale.headers['etag'],
        others,
      ]);
      const all = Array.from({ length: 4 }, () => [200, false, 1]);
      expected.push([decorators, 304, tagOfValue, 412, tagOfValue, all]);
    }
    expect(seen).toEqual(expected);
  });

  it.each(NAMES)('%s: is awaited once by every write', async (kind) => {
    const seen: unknown[] = [];
    const expected: unknown[] = [];
    for (const [at, [decorators, { headers = {}, etag }]] of Object.entries(WRITES).entries()) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const target = `${method} /written/${at}/${url(kind)}`;
        const response = await ask(app, target, headers);
        const tagged = etag === undefined ? undefined : response.headers['etag'];
        seen.push([decorators, method, response.status, response.text, tagged, response.runs]);
        const status = method === 'POST' ? 201 : 200;
        // What a DELETE returns is no representation of what is there.
        const given = method === 'DELETE' ? undefined : etag;
        expected.push([decorators, method, status, JSON.stringify(THING), given, 1]);
      }
    }
    expect(seen).toEqual(expected);
  });

  it.each(NAMES)('%s: a write whose precondition fails does not run', async (kind) => {
    const at = Object.keys(WRITES).indexOf('@Versioned({ current })');
    const refused = await ask(app, `PUT /written/${at}/${url(kind)}`, { 'if-match': '"2"' });
    expect([refused.status, refused.headers['etag'], refused.runs]).toEqual([412, '"3"', 0]);
    const asserted = await ask(app, `PUT /asserted/${url(kind)}`, { 'if-match': '"2"' });
    expect([asserted.status, asserted.headers['etag'], asserted.runs]).toEqual([412, '"3"', 0]);
    const passed = await ask(app, `PUT /asserted/${url(kind)}`, { 'if-match': '"3"' });
    expect([passed.status, passed.headers['etag'], passed.runs]).toEqual([200, '"3"', 1]);
  });

  it.each(Object.keys(FAILURES))('%s: is answered as without the module', async (kind) => {
    for (const [at] of Object.keys(READS).entries()) {
      const target = `GET /read/${at}/${url(kind)}`;
      const without = await ask(plain, target, { 'if-none-match': '"other"' });
      const failed = await ask(app, target, { 'if-none-match': '"other"' });
      expect([failed.status, failed.text]).toEqual([without.status, without.text]);
      expect(failed.status).toBe(418);
    }
  });
});
