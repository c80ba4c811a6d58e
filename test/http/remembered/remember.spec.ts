import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Header,
  Head,
  HttpCode,
  Injectable,
  NotFoundException,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { Readable } from 'node:stream';
import {
  CacheControl,
  ETag,
  EtagModule,
  ForgetsTags,
  NoETag,
  TagMemory,
  Versioned,
} from '../../../src/index.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { Client, statusOf } from './support.js';

interface Reply {
  header(name: string, value: string): unknown;
}

@Injectable()
class Things {
  calls = 0;
  version = 1;
  failing = false;

  read(): object {
    this.calls += 1;
    return { id: 1, version: this.version, updatedAt: new Date(1_700_000_000_000) };
  }
}

const remember = { groups: ['things'] };

@Controller('things')
class ThingsController {
  constructor(
    readonly things: Things,
    readonly memory: TagMemory,
  ) {}

  @Get()
  @ETag({ remember })
  list(@Query('q') _q?: string): object {
    return this.things.read();
  }

  @Get('versioned')
  @Versioned({ remember, lastModified: 'updatedAt' })
  @CacheControl({ private: true, maxAge: 60 })
  @Header('Content-Location', '/things/1')
  @Header('Expires', 'Thu, 01 Jan 1970 00:00:00 GMT')
  @Header('Vary', 'Accept-Encoding')
  versioned(): object {
    return this.things.read();
  }

  @Get('numbered/:id')
  @ETag({ remember: { groups: ({ params }) => [`thing:${params['id']}`] } })
  numbered(@Param('id', ParseIntPipe) _: number): object {
    return this.things.read();
  }

  @Get('language')
  @ETag({ remember, vary: ['Accept-Language'] })
  language(): object {
    return this.things.read();
  }

  @Get('unnamed')
  @ETag({ remember })
  @Header('Vary', 'Accept')
  unnamed(): object {
    return this.things.read();
  }

  @Get('any')
  @ETag({ remember })
  @Header('Vary', '*')
  any(): object {
    return this.things.read();
  }

  @Get('no-store')
  @Versioned({ remember })
  @CacheControl({ noStore: true })
  noStore(): object {
    return this.things.read();
  }

  @Get('cookie')
  @ETag({ remember })
  cookie(@Res({ passthrough: true }) reply: Reply): object {
    reply.header('Set-Cookie', 'a=b');
    return this.things.read();
  }

  @Get('long')
  @ETag({ remember })
  long(@Res({ passthrough: true }) reply: Reply): object {
    reply.header('Content-Location', `/things/${'x'.repeat(5_000)}`);
    return this.things.read();
  }

  @Get('created')
  @HttpCode(203)
  @ETag({ remember })
  created(): object {
    return this.things.read();
  }

  @Get('failing')
  @ETag({ remember })
  failing(): object {
    if (this.things.failing) throw new NotFoundException();
    return this.things.read();
  }

  @Get('stream')
  @ETag({ remember })
  stream(@Res({ passthrough: true }) reply: Reply): StreamableFile {
    this.things.read();
    reply.header('ETag', `"s${this.things.version}"`);
    return new StreamableFile(Readable.from([Buffer.from('one'), Buffer.from('two')]));
  }

  @Get('no-groups')
  @ETag({ remember: { groups: () => [] } })
  noGroups(): object {
    return this.things.read();
  }

  @Get('throwing')
  @ETag({ remember: { groups: ({ user }) => [user.id] } })
  throwing(): object {
    return this.things.read();
  }

  @Get('wrong')
  @ETag({ remember: { groups: () => 'things' as never } })
  wrong(): object {
    return this.things.read();
  }

  @Get('short')
  @ETag({ remember: { groups: ['things'], ttl: 1 } })
  short(): object {
    return this.things.read();
  }

  @Get('tagless')
  @Versioned({ remember, column: 'none' })
  tagless(): object {
    return this.things.read();
  }

  @Head('head')
  @Versioned()
  head(): object {
    return this.things.read();
  }

  @Put()
  @ForgetsTags('things')
  update(): void {
    this.things.version += 1;
  }

  @Post('numbered/:id')
  @ForgetsTags(({ params }) => [`thing:${params['id']}`])
  renumber(): void {
    this.things.version += 1;
  }

  @Post('service')
  async service(): Promise<void> {
    this.things.version += 1;
    await this.memory.forget('others', 'things', 'things');
  }
}

/** On a class: for GET what is remembered, for what may change something what is forgotten. */
@Controller('classy')
@ETag({ remember: { groups: ['classy'] } })
@ForgetsTags('classy')
class ClassyController {
  constructor(readonly things: Things) {}

  @Get()
  list(): object {
    return this.things.read();
  }

  @Put()
  @NoETag()
  update(): void {
    this.things.version += 1;
  }
}

describe.each(STAGES)('a remembered tag, on $name', ({ adapter }) => {
  let running: RunningApp;
  let things: Things;
  let client: Client;

  beforeAll(async () => {
    running = await startApp(
      {
        imports: [EtagModule.forRoot()],
        controllers: [ThingsController, ClassyController],
        providers: [Things],
      },
      adapter,
    );
    things = running.app.get(Things);
    client = new Client(running);
  });
  afterAll(() => running.close());
  beforeEach(async () => {
    things.failing = false;
    await running.app.get(TagMemory).forget('things');
  });

  async function handled(read: () => Promise<{ readonly status: number }>): Promise<[number, number]> {
    const before = things.calls;
    const { status } = await read();
    return [status, things.calls - before];
  }

  it.each(['/things', '/things?q=1', '/things/versioned', '/things/numbered/1', '/things/stream', '/classy'])(
    'answers 304 without the handler: %s',
    async (path) => {
      const again = await client.known(path);
      expect(await handled(again)).toEqual([304, 0]);
      expect(await handled(again)).toEqual([304, 0]);
      expect(await handled(() => client.get(path))).toEqual([200, 1]);
      expect(await handled(() => client.get(path, { 'if-none-match': '"other"' }))).toEqual([200, 1]);
      // A tag that the handler set itself is told only to a client that has it.
      const ran = path === '/things/stream' ? 1 : 0;
      expect(await handled(() => client.get(path, { 'if-none-match': '*' }))).toEqual([304, ran]);
    },
  );

  it.each([
    ['/things', 'PUT', '/things'],
    ['/things', 'POST', '/things/service'],
    ['/things/numbered/1', 'POST', '/things/numbered/1'],
    ['/classy', 'PUT', '/classy'],
  ])('ends when its group is forgotten: %s by %s %s', async (path, method, write) => {
    const again = await client.known(path);
    expect(await handled(again)).toEqual([304, 0]);
    await client.send(method, write);
    expect(await handled(again)).toEqual([200, 1]);
    expect(await handled(await client.known(path))).toEqual([304, 0]);
  });

  it('is kept of a 304 of the handler, as of the 200 it was made of', async () => {
    const again = await client.known('/things/versioned');
    await running.app.get(TagMemory).forget('things');
    expect(await handled(again)).toEqual([304, 1]);
    expect(await handled(again)).toEqual([304, 0]);
  });

  it('outlives the end of other groups', async () => {
    const again = await client.known('/things/numbered/1');
    await client.send('POST', '/things/numbered/2');
    expect(await handled(again)).toEqual([304, 0]);
  });

  it('is of one URL, query included, and of one host', async () => {
    const again = await client.known('/things?q=1');
    const etag = (await client.get('/things?q=1')).headers['etag'];
    expect(await handled(() => client.get('/things?q=2', { 'if-none-match': etag }))).toEqual([304, 1]);
    expect(await handled(() => client.get('/things', { 'if-none-match': '*' }))).toEqual([304, 1]);
    const headers = { host: 'other', 'if-none-match': '*' };
    const elsewhere = async () => ({ status: await statusOf(`${running.url}/things?q=1`, headers) });
    expect(await handled(elsewhere)).toEqual([304, 1]);
    expect(await handled(again)).toEqual([304, 0]);
  });

  it.each(['accept-language', 'accept-encoding', 'origin'])('is of one %s', async (name) => {
    const german = await client.known('/things/language', { [name]: 'de' });
    expect(await handled(german)).toEqual([304, 0]);
    expect(
      await handled(() => client.get('/things/language', { [name]: 'en', 'if-none-match': '*' })),
    ).toEqual([304, 1]);
  });

  it('sends what the 200 would have sent', async () => {
    const full = await client.get('/things/versioned');
    const before = things.calls;
    const { status, headers, body } = await client.get('/things/versioned', {
      'if-none-match': full.headers['etag'],
    });
    expect([status, body.length, things.calls]).toEqual([304, 0, before]);
    for (const name of ['etag', 'cache-control', 'content-location', 'expires', 'vary']) {
      expect([name, headers[name]]).toEqual([name, full.headers[name]]);
      expect(headers[name]).toBeDefined();
    }
    expect(
      Object.keys(headers).filter((name) => /^(content-(type|length)|last-modified)$/.test(name)),
    ).toEqual([]);
  });

  it('answers If-Modified-Since from the date it was sent with', async () => {
    const { headers } = await client.get('/things/versioned');
    const since = { 'if-modified-since': headers['last-modified'] };
    expect(await handled(() => client.get('/things/versioned', since))).toEqual([304, 0]);
    const earlier = { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' };
    expect(await handled(() => client.get('/things/versioned', earlier))).toEqual([200, 1]);
  });

  it.each([{ 'if-match': '"1"' }, { 'if-match': '*' }, { 'if-unmodified-since': new Date().toUTCString() }])(
    'decides nothing beside %j',
    async (precondition) => {
      const again = await client.known('/things/versioned');
      expect(await handled(again)).toEqual([304, 0]);
      const both = { ...precondition, 'if-none-match': '*' };
      expect((await handled(() => client.get('/things/versioned', both)))[1]).toBe(1);
    },
  );

  it('answers HEAD, but is remembered of GET only', async () => {
    const head = (headers: Record<string, string>) => () => client.send('HEAD', '/things', headers);
    const url = `/things`;
    expect(await handled(head({}))).toEqual([200, 1]);
    expect(await handled(head({ 'if-none-match': '*' }))).toEqual([304, 1]);
    await client.get(url);
    expect(await handled(head({ 'if-none-match': '*' }))).toEqual([304, 0]);
  });

  it.each([
    'unnamed',
    'any',
    'no-store',
    'cookie',
    'long',
    'created',
    'no-groups',
    'throwing',
    'wrong',
    'tagless',
  ])('is not kept of %s', async (path) => {
    await client.get(`/things/${path}`);
    expect((await handled(() => client.get(`/things/${path}`, { 'if-none-match': '*' })))[1]).toBe(1);
  });

  it('names the routes that cannot be remembered, and the fix, once', async () => {
    await client.get('/things/unnamed');
    const about = (name: string) =>
      running.logger.warnings.filter((line) => line.includes(`.${name} is not`));
    expect(about('unnamed')).toEqual([
      expect.stringContaining('its responses vary by accept, which its "vary" does not name: add it there'),
    ]);
    expect(about('throwing')).toEqual([expect.stringContaining("reading 'id'")]);
    expect(about('wrong')).toEqual([expect.stringContaining('groups are names, in an array; not "things"')]);
    expect(about('noStore')).toEqual([]);
  });

  it('ends after its ttl', async () => {
    await client.get('/things/short');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await handled(() => client.get('/things/short', { 'if-none-match': '*' }))).toEqual([304, 1]);
  });

  it('leaves errors of pipes and handlers what they are', async () => {
    await client.get('/things/failing');
    things.failing = true;
    expect((await client.get('/things/failing', { 'if-none-match': '"x"' })).status).toBe(404);
    await client.get('/things/numbered/abc');
    expect((await client.get('/things/numbered/abc', { 'if-none-match': '*' })).status).toBe(400);
  });

  it('takes no name for a group that is none', async () => {
    const memory = running.app.get(TagMemory);
    await expect(memory.forget()).rejects.toThrow('takes names of groups');
    await expect(memory.forget('')).rejects.toThrow(TypeError);
    await expect(memory.forget(1 as never)).rejects.toThrow(TypeError);
  });

  it('logs nothing as an error', () => {
    expect(running.logger.errors).toEqual([]);
  });
});
