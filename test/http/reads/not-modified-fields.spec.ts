/** What a 304 brings of the fields of the 200 in whose place it is sent (RFC 9110, 15.4.5). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Header, HttpCode, Param, ParseIntPipe, Redirect, Res } from '@nestjs/common';
import { CacheControl, currentFrom, ETag, Versioned } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES, type AnyResponse } from '../../support/stages.js';

const POLICIES = ['content-security-policy', 'content-security-policy-report-only'];
const remember = { groups: ['pages'] };

class Store {
  read(): object {
    return { version: 1 };
  }
}

const current = currentFrom(Store, (store) => store.read());

@Controller('nonce')
class NonceController {
  @Get('function') @ETag(() => 'page') made(): string {
    return '<script nonce>';
  }

  @Get('current') @Versioned({ current }) current(): object {
    return { version: 1 };
  }

  @Get('remembered') @ETag({ tag: () => 'page', remember }) remembered(): string {
    return '<script nonce>';
  }
}

@Controller('policy')
class PolicyController {
  @Get()
  @ETag({ tag: () => 'page', remember })
  @Header('Content-Security-Policy', "default-src 'self'")
  page(): string {
    return '<p>';
  }
}

let requests = 0;

/** Sets a policy with a nonce of each request, as a middleware does. */
function nonces(
  _: unknown,
  response: { setHeader(name: string, value: string): void },
  next: () => void,
): void {
  requests += 1;
  for (const name of POLICIES) response.setHeader(name, `script-src 'nonce-${requests}'`);
  next();
}

describe.each(STAGES)('a 304 on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  describe('of a page with a nonce', () => {
    beforeEach(async () => {
      app = await stage.start({
        controllers: [NonceController],
        providers: [Store],
        configure: (nest) => nest.use('/nonce', nonces),
      });
    });

    it.each(['function', 'current', 'remembered'])('brings no new nonce: GET /nonce/%s', async (path) => {
      const first = await send(app, `GET /nonce/${path}`);
      for (const name of POLICIES) expect(first.headers[name]).toMatch(/'nonce-\d+'/);
      for (let times = 0; times < 2; times += 1) {
        const again = await send(app, `GET /nonce/${path}`, { 'if-none-match': first.headers['etag'] });
        expect(again.status).toBe(304);
        for (const name of POLICIES) expect(again.headers).not.toHaveProperty(name);
      }
    });

    it('is not remembered, and the log says so once', async () => {
      for (let times = 0; times < 3; times += 1) await send(app, 'GET /nonce/remembered');
      expect(app.logger.warnings.filter((line) => line.includes('NonceController.remembered'))).toEqual([
        expect.stringContaining('is not remembered: its content-security-policy has a nonce'),
      ]);
    });
  });

  it('keeps a policy that is the same for all', async () => {
    app = await stage.start({ controllers: [PolicyController] });
    const first = await send(app, 'GET /policy');
    const again = await send(app, 'GET /policy', { 'if-none-match': first.headers['etag'] });
    expect([again.status, again.headers['content-security-policy']]).toEqual([304, "default-src 'self'"]);
    expect(app.logger.warnings).toEqual([]);
  });
});

/** What stands in a response before its handler, as a middleware sets it. */
function sets(fields: Readonly<Record<string, string>>) {
  return (_: unknown, response: { setHeader(name: string, value: string): void }, next: () => void): void => {
    for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
    next();
  };
}

const FIELDS = {
  'Cache-Control': 'max-age=60',
  Vary: 'Accept-Language',
  'Content-Location': '/here',
  Expires: 'never',
};

@Controller('set')
class SetController {
  @Get('cache-control') @Versioned({ current }) cacheControl(
    @Res({ passthrough: true }) response: AnyResponse,
  ): object {
    response.header('Cache-Control', FIELDS['Cache-Control']);
    return { version: 1 };
  }

  @Get('vary') @Versioned({ current }) vary(@Res({ passthrough: true }) response: AnyResponse): object {
    response.header('Vary', FIELDS.Vary);
    return { version: 1 };
  }

  @Get('content-location') @Versioned({ current }) contentLocation(
    @Res({ passthrough: true }) response: AnyResponse,
  ): object {
    response.header('Content-Location', FIELDS['Content-Location']);
    return { version: 1 };
  }

  @Get('expires') @Versioned({ current }) expires(@Res({ passthrough: true }) response: AnyResponse): object {
    response.header('Expires', FIELDS.Expires);
    return { version: 1 };
  }

  @Get('vary/:value') @Versioned({ current }) varyOn(
    @Res({ passthrough: true }) response: AnyResponse,
    @Param('value') value: string,
  ): object {
    response.header('Vary', value);
    return { version: 1 };
  }

  /** It sets the field from the response of a number on. */
  @Get('late/:from') @Versioned({ current }) late(
    @Res({ passthrough: true }) response: AnyResponse,
    @Param('from', ParseIntPipe) from: number,
  ): object {
    this.times += 1;
    if (this.times >= from) response.header('Expires', FIELDS.Expires);
    return { version: 1 };
  }

  @Get('other-status') @HttpCode(203) @Versioned({ current }) otherStatus(
    @Res({ passthrough: true }) response: AnyResponse,
  ): object {
    response.header('Expires', FIELDS.Expires);
    return { version: 1 };
  }

  private times = 0;

  @Get('moved') @Versioned({ current }) @Redirect('/set/expires', 302) moved(
    @Res({ passthrough: true }) response: AnyResponse,
  ): void {
    response.header('Cache-Control', 'no-store');
  }

  @Get('decorated')
  @Versioned({ current, vary: ['Accept-Language'] })
  @CacheControl({ maxAge: 60 })
  @Header('Content-Location', '/here')
  @Header('Expires', 'never')
  decorated(): object {
    return { version: 1 };
  }

  @Get('hashed') @ETag() hashed(@Res({ passthrough: true }) response: AnyResponse): object {
    for (const [name, value] of Object.entries(FIELDS)) response.header(name, value);
    return { version: 1 };
  }
}

describe.each(STAGES)('fields that a handler sets, on $name', (stage) => {
  let app: RunningApp;
  beforeEach(async () => {
    app = await stage.start({ controllers: [SetController], providers: [Store] });
  });
  afterEach(() => app.close());

  it.each(['Cache-Control', 'Vary', 'Content-Location', 'Expires'])(
    'are named in the log where current answers without it: %s',
    async (name) => {
      const path = name.toLowerCase();
      for (let times = 0; times < 3; times += 1)
        expect((await send(app, `GET /set/${path}`)).status).toBe(200);
      expect(app.logger.warnings).toEqual([
        expect.stringMatching(
          new RegExp(
            `^SetController\\.\\w+ sets ${name} .* Set it with @CacheControl\\(\\), @Header\\(\\) or "vary", or in a middleware\\. \\(.*#field-missing-in-a-304\\) EtagModule$`,
          ),
        ),
      ]);
    },
  );

  it.each([
    ['Accept-Encoding', {}, false],
    ['Origin, Accept-Encoding', { Vary: 'Origin' }, false],
    ['Origin,accept-encoding', { Vary: 'Origin' }, false],
    ['Origin, Accept', { Vary: 'Origin' }, true],
    ['Accept-Encoding, Accept', {}, true],
    ['Accept', { Vary: 'Origin' }, true],
  ])('are named but for what a compressor adds: Vary: %s beside %j', async (value, before, isNamed) => {
    await app.close();
    app = await stage.start({
      controllers: [SetController],
      providers: [Store],
      configure: (nest) => nest.use('/set', sets(before)),
    });
    expect((await send(app, `GET /set/vary/${encodeURIComponent(value)}`)).status).toBe(200);
    expect(app.logger.warnings).toHaveLength(isNamed ? 1 : 0);
  });

  it.each([
    [5, 1],
    [6, 0],
  ])(
    'are looked for in the first five responses of a route: from the response %d on',
    async (from, named) => {
      for (let times = 0; times < 7; times += 1) await send(app, `GET /set/late/${from}`);
      expect(app.logger.warnings).toHaveLength(named);
    },
  );

  it('are not looked for in a success that no 304 stands in for', async () => {
    expect((await send(app, 'GET /set/other-status')).status).toBe(203);
    expect(app.logger.warnings).toEqual([]);
  });

  it('are not looked at in what is no 200', async () => {
    expect((await send(app, 'GET /set/moved')).status).toBe(302);
    expect(app.logger.warnings).toEqual([]);
  });

  it('are in every 304 where decorators set them', async () => {
    const first = await send(app, 'GET /set/decorated');
    const again = await send(app, 'GET /set/decorated', { 'if-none-match': first.headers['etag'] });
    expect([first.status, again.status]).toEqual([200, 304]);
    for (const name of Object.keys(FIELDS).map((each) => each.toLowerCase()))
      expect([name, again.headers[name]]).toEqual([name, first.headers[name]]);
    expect(app.logger.warnings).toEqual([]);
  });

  it('are in the 304 that comes after the handler', async () => {
    const first = await send(app, 'GET /set/hashed');
    const again = await send(app, 'GET /set/hashed', { 'if-none-match': first.headers['etag'] });
    expect(again.status).toBe(304);
    for (const [name, value] of Object.entries(FIELDS)) expect(again.headers[name.toLowerCase()]).toBe(value);
    expect(app.logger.warnings).toEqual([]);
  });
});
