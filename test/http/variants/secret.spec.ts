import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Injectable, Param, Post, Put, StreamableFile } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from '../../../src/index.js';
import { startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';

const SECRET = 'correct horse battery staple';

@Injectable()
class Accounts {
  readonly accounts = new Map(['a', 'b', 'nameless'].map((id) => [id, { id, version: 1, balance: 10 }]));

  find(id: string) {
    return this.accounts.get(id) ?? null;
  }

  write(id: string, balance: number) {
    const account = { id, version: (this.find(id)?.version ?? 0) + 1, balance };
    this.accounts.set(id, account);
    return account;
  }
}

@Controller('accounts')
@Versioned({ current: currentFrom(Accounts, (accounts, { params }) => accounts.find(params['id']!)) })
class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  @Get() @Versioned() list() {
    return [...this.accounts.accounts.values()];
  }

  @Get(':id') find(@Param('id') id: string) {
    return this.accounts.find(id);
  }

  @Post() create(@Body() { id }: { id: string }) {
    return this.accounts.write(id, 0);
  }

  @Put(':id') async write(
    @Param('id') id: string,
    @Body() { balance }: { balance: number },
    @IfMatch() expected: ExpectedVersion,
  ) {
    await expected.assert(this.accounts.find(id));
    return this.accounts.write(id, balance);
  }
}

@Controller('others')
class OthersController {
  constructor(private readonly accounts: Accounts) {}

  @Get('hashed/:id') @ETag() hashed(@Param('id') id: string) {
    return this.accounts.find(id);
  }

  @Get('made/:id') @ETag(async ({ version }: { version: number }) => version) made(@Param('id') id: string) {
    return this.accounts.find(id);
  }

  @Get('nameless')
  @Versioned({
    current: currentFrom(Accounts, (accounts) => ({ version: accounts.find('nameless')!.version })),
  })
  nameless() {
    return { version: 1 };
  }

  @Get('file') @ETag() file() {
    return new StreamableFile(createReadStream('package.json'));
  }

  @Get('bare') @Versioned() bare() {
    return { id: 1 };
  }
}

const start = (adapter: Adapter, secret: string | undefined = SECRET) =>
  startApp(
    {
      imports: [EtagModule.forRoot({ secret })],
      controllers: [AccountsController, OthersController],
      providers: [Accounts],
    },
    adapter,
  );

describe.each(STAGES)('secret tags, on $name', ({ adapter }) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await start(adapter);
  });
  afterAll(() => app.close());

  const read = (path: string, headers = {}) => request(app.port, { path, headers });
  const write = (path: string, etag: string) =>
    request(app.port, { method: 'PUT', path, headers: { 'if-match': etag }, body: { balance: 20 } });

  it.each(['/accounts/a', '/accounts', '/others/hashed/a', '/others/made/a', '/others/file'])(
    'tell nothing: %s',
    async (path) => {
      const { headers } = await read(path);
      expect(headers['etag']).toMatch(/^"[\w-]{43}"$/);
      expect((await read(path, { 'if-none-match': headers['etag'] })).status).toBe(304);
    },
  );

  it('differ from resource to resource, though their versions are the same', async () => {
    const [one, other] = await Promise.all(['a', 'b'].map((id) => read(`/accounts/${id}`)));
    expect(one!.json).toMatchObject({ version: 1 });
    expect(other!.json).toMatchObject({ version: 1 });
    expect(one!.headers['etag']).not.toBe(other!.headers['etag']);
  });

  it('are a MAC of the body, where they were its hash', async () => {
    const { headers, text } = await read('/others/hashed/b');
    expect(headers['etag']).toBe(`"${createHmac('sha256', SECRET).update(text).digest('base64url')}"`);
  });

  it.each(['/accounts/a'])('are accepted by If-Match, once: PUT %s', async (path) => {
    const etag = (await read(path)).headers['etag']!;
    expect((await write(path, etag)).status).toBe(200);
    const stale = await write(path, etag);
    expect([stale.status, stale.headers['etag']]).toEqual([412, (await read(path)).headers['etag']]);
    expect((await write(path, '"2"')).status).toBe(412);
  });

  it('are the same for what a write answers and a read does', async () => {
    const created = await request(app.port, { method: 'POST', path: '/accounts', body: { id: 'new' } });
    expect(created.headers['etag']).toBe((await read('/accounts/new')).headers['etag']);
  });

  it('are the same on every server, and others with another secret', async () => {
    const [twin, stranger] = await Promise.all([start(adapter), start(adapter, 'another secret, as long')]);
    const tags = await Promise.all(
      [app, twin, stranger].map(({ port }) => request(port, { path: '/accounts/nameless' })),
    );
    const [own, same, other] = tags.map(({ headers }) => headers['etag']);
    expect(own).toBe(same);
    expect(own).not.toBe(other);
    await Promise.all([twin.close(), stranger.close()]);
  });

  it.each(['shake256', 'shake128'])(
    'are refused at start-up with a hash that makes no MAC: %s',
    async (hash) => {
      const module = { controllers: [AccountsController, OthersController], providers: [Accounts] };
      const begin = (options: EtagModuleOptions) =>
        startApp({ ...module, imports: [EtagModule.forRoot(options)] }, adapter);
      await expect(begin({ secret: SECRET, hash })).rejects.toThrow(
        new RegExp(`OthersController\\.hashed: no MAC can be made with the hash "${hash}", as "secret" asks`),
      );
    },
  );

  it('need the id beside the version: the answer goes without a tag, a precondition is never passed over', async () => {
    const { port, logger, close } = await start(adapter);
    const answer = await request(port, { path: '/others/nameless' });
    expect([answer.status, answer.headers['etag']]).toEqual([200, undefined]);
    expect(logger.warnings).toEqual([expect.stringContaining('made of its id and its version')]);
    const conditional = { path: '/others/nameless', headers: { 'if-match': '"1"' } };
    expect((await request(port, conditional)).status).toBe(500);
    expect((await request(port, { path: '/others/bare' })).headers['etag']).toBeUndefined();
    await close();
  });
});
