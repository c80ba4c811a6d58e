import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  GoneException,
  Header,
  HttpCode,
  NotFoundException,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Put,
} from '@nestjs/common';
import {
  ETag,
  EtagModule,
  IfMatch,
  RequirePrecondition,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { Client, Notes, NotesController, type Note } from './support.js';

const JANUARY = 'Mon, 06 Jan 2025 08:00:00 GMT';
const FEBRUARY = 'Thu, 06 Feb 2025 08:00:00 GMT';

@Controller('shapes')
class ShapesController {
  constructor(private readonly notes: Notes) {}

  @Get('dated/:id') @ETag() @Header('Last-Modified', JANUARY) dated(): string {
    return 'dated';
  }

  @Put('dated/:id') @ETag() date(): void {
    this.notes.writes += 1;
  }

  @Get('created/:id') @ETag() created(@Param('id') id: string): Promise<Note> {
    return this.notes.find(id);
  }

  @Put('created/:id') @ETag({ creates: true }) create(
    @Param('id') id: string,
    @Body('text') text: string,
  ): Promise<Note> {
    return this.notes.change(id, text);
  }

  @Get('gone') @ETag() gone(): void {
    throw new GoneException();
  }

  @Put('gone') @ETag() bury(): void {
    this.notes.writes += 1;
  }

  @Get('empty') @HttpCode(204) empty(): void {}

  @Put('empty') @ETag() fill(): void {
    this.notes.writes += 1;
  }

  @Get('versioned') @Versioned() versioned(): object {
    return { version: 7 };
  }

  @Put('versioned') @ETag() version(): void {
    this.notes.writes += 1;
  }

  @Get('own') @Header('ETag', '"its-own"') own(): string {
    return 'own';
  }

  @Put('own') @ETag() owned(): void {
    this.notes.writes += 1;
  }

  @Get('broken') @Header('ETag', 'no entity-tag') broken(): string {
    return 'broken';
  }

  @Put('broken') @ETag() mend(): void {
    this.notes.writes += 1;
  }

  @Get('unstored') @ETag({ hash: 'sha1' }) @Header('Cache-Control', 'no-store') unstored(): string {
    return 'unstored';
  }

  @Put('unstored') @ETag({ hash: 'sha1' }) store(): void {
    this.notes.writes += 1;
  }

  @Get('number/:id') @ETag() number(): string {
    return 'number';
  }

  @Put('number/:id') @ETag() renumber(@Param('id', ParseIntPipe) _: number): void {
    this.notes.writes += 1;
  }

  @Get('asserted') @ETag() asserted(): string {
    return 'asserted';
  }

  @Put('asserted') @ETag() async assert(@IfMatch() expected: ExpectedVersion): Promise<void> {
    await expected.assert({ some: 'entity' });
    this.notes.writes += 1;
  }

  @Patch('asserted') @ETag() async assertNothing(@IfMatch() expected: ExpectedVersion): Promise<void> {
    await expected.assert(null);
    this.notes.writes += 1;
  }

  @Post('asserted') @ETag() async post(@IfMatch() expected: ExpectedVersion): Promise<void> {
    await expected.assert({ some: 'entity' });
    this.notes.writes += 1;
  }

  @Get('absent') @ETag() absent(): void {
    throw new NotFoundException();
  }

  @Put('absent') @ETag() async put(@IfMatch() expected: ExpectedVersion): Promise<void> {
    await expected.assert(null);
    this.notes.writes += 1;
  }

  @Get('required') @ETag() required(): string {
    return 'required';
  }

  @Put('required') @ETag() @RequirePrecondition() require(): void {
    this.notes.writes += 1;
  }
}

describe.each(ADAPTERS)('a write with a body-hash tag, on $name', (adapter) => {
  let running: RunningApp;
  let notes: Notes;
  afterEach(() => running.close());
  beforeEach(() => start());

  async function start(options: EtagModuleOptions = {}): Promise<void> {
    const imports = [EtagModule.forRoot(options)];
    const controllers = [NotesController, ShapesController];
    running = await startApp({ imports, controllers, providers: [Notes] }, adapter);
    running.logger.clear();
    notes = running.app.get(Notes);
  }

  const at = (path: string) => new Client(running.port, path);

  /** Status, and how often a handler wrote. */
  async function put(path: string, headers: Record<string, string>, method = 'PUT'): Promise<number[]> {
    notes.writes = 0;
    return [(await at(path).send(method, headers)).status, notes.writes];
  }

  describe.each(['PUT', 'PATCH', 'DELETE'])('%s', (method) => {
    it('is 412 with a stale tag, shows the current one, and changes nothing', async () => {
      const client = at('/notes/1');
      const stale = await client.tag();
      await client.put();
      notes.writes = 0;
      const response = await client.send(method, { 'if-match': stale }, 'lost');
      expect([response.status, notes.writes]).toEqual([412, 0]);
      expect(response.headers['etag']).toBe(await client.tag());
    });

    it('is 200 with the tag a GET sent, and sends none of its own', async () => {
      const client = at('/notes/1');
      const response = await client.send(method, { 'if-match': `"other", ${await client.tag()}` });
      expect([response.status, notes.writes]).toEqual([200, 1]);
      expect(response.headers['etag']).toBeUndefined();
    });

    it('asks nothing where it is unconditional', async () => {
      expect(await put('/notes/1', {}, method)).toEqual([200, 1]);
      expect(notes.reads).toBe(0);
    });

    it('asks nothing where its precondition cannot be read', async () => {
      expect(await put('/notes/1', { 'if-match': 'unquoted' }, method)).toEqual([400, 0]);
      expect(notes.reads).toBe(0);
    });
  });

  it('changes the tag each time', async () => {
    const client = at('/notes/1');
    const seen = [await client.tag()];
    for (const text of ['a', 'b', 'c']) {
      expect((await client.put({ 'if-match': seen.at(-1)! }, text)).status).toBe(200);
      seen.push(await client.tag());
    }
    expect(new Set(seen).size).toBe(4);
    for (const stale of seen.slice(0, -1)) expect((await client.put({ 'if-match': stale })).status).toBe(412);
  });

  it('compares strongly', async () => {
    const tag = await at('/notes/1').tag();
    expect(await put('/notes/1', { 'if-match': `W/${tag}` })).toEqual([412, 0]);
    await running.close();
    await start({ weakIfMatch: true });
    expect(await put('/notes/1', { 'if-match': `W/${tag}` })).toEqual([200, 1]);
  });

  it('takes If-Match: * for what is there, and answers 404 for what is not', async () => {
    expect(await put('/notes/1', { 'if-match': '*' })).toEqual([200, 1]);
    expect(await put('/notes/2', { 'if-match': '*' })).toEqual([404, 0]);
    expect(await put('/shapes/gone', { 'if-match': '*' })).toEqual([404, 0]);
    expect(await put('/shapes/absent', { 'if-match': '*' })).toEqual([404, 0]);
  });

  it('takes If-None-Match: * for what is not there', async () => {
    expect(await put('/notes/1', { 'if-none-match': '*' })).toEqual([412, 0]);
    expect(await put('/notes/2', { 'if-none-match': '*' })).toEqual([200, 1]);
    expect(await put('/notes/2', { 'if-none-match': '*' })).toEqual([412, 0]);
    expect(await put('/shapes/absent', { 'if-none-match': '*' })).toEqual([200, 1]);
  });

  it('takes If-None-Match with the current tag for what has changed', async () => {
    expect(await put('/notes/1', { 'if-none-match': await at('/notes/1').tag() })).toEqual([412, 0]);
    expect(await put('/notes/1', { 'if-none-match': '"other"' })).toEqual([200, 1]);
  });

  it('is 412 where it could create, and the client expects something', async () => {
    expect(await put('/shapes/created/2', { 'if-match': '"1"' })).toEqual([412, 0]);
    expect(await put('/shapes/created/2', { 'if-none-match': '*' })).toEqual([200, 1]);
  });

  it('compares the date a GET sent', async () => {
    expect(await put('/shapes/dated/1', { 'if-unmodified-since': JANUARY })).toEqual([200, 1]);
    expect(await put('/shapes/dated/1', { 'if-unmodified-since': FEBRUARY })).toEqual([200, 1]);
    const december = 'Fri, 06 Dec 2024 08:00:00 GMT';
    expect(await put('/shapes/dated/1', { 'if-unmodified-since': december })).toEqual([412, 0]);
  });

  it('compares the tag a GET sent, wherever that is from', async () => {
    expect(await put('/shapes/versioned', { 'if-match': '"7"' })).toEqual([200, 1]);
    expect(await put('/shapes/versioned', { 'if-match': '"6"' })).toEqual([412, 0]);
    expect(await put('/shapes/own', { 'if-match': '"its-own"' })).toEqual([200, 1]);
    expect(await put('/shapes/broken', { 'if-match': '"x"' })).toEqual([412, 0]);
    expect(await put('/shapes/broken', { 'if-match': '*' })).toEqual([200, 1]);
  });

  it('compares the hash of what a GET sent without a tag', async () => {
    // printf unstored | openssl sha1 -binary | basenc --base64url
    expect(await put('/shapes/unstored', { 'if-match': '"DEcn7ZB6LMFA3-PvCwbbHMNvjvg"' })).toEqual([200, 1]);
    expect(await put('/shapes/unstored', { 'if-match': '"other"' })).toEqual([412, 0]);
  });

  it('is refused where a GET has no representation to compare with', async () => {
    expect(await put('/shapes/empty', { 'if-match': '*' })).toEqual([412, 0]);
  });

  it('leaves the 400 of a pipe to the pipe', async () => {
    expect(await put('/shapes/number/x', { 'if-match': '"stale"' })).toEqual([400, 0]);
    expect(await put('/shapes/number/1', { 'if-match': '"stale"' })).toEqual([412, 0]);
  });

  it('is 428 without a precondition where one is required', async () => {
    expect(await put('/shapes/required', {})).toEqual([428, 0]);
    expect(await put('/shapes/required', { 'if-match': await at('/shapes/required').tag() })).toEqual([
      200, 1,
    ]);
  });

  it('lets the handler assert what has been made sure of', async () => {
    const tag = await at('/shapes/asserted').tag();
    expect(await put('/shapes/asserted', { 'if-match': tag })).toEqual([200, 1]);
    expect(await put('/shapes/asserted', {})).toEqual([200, 1]);
    expect(await put('/shapes/asserted', { 'if-match': '"stale"' })).toEqual([412, 0]);
    expect(running.logger.errors).toEqual([]);
  });

  it('believes the handler that there is nothing any more', async () => {
    const tag = await at('/shapes/asserted').tag();
    expect(await put('/shapes/asserted', { 'if-match': tag }, 'PATCH')).toEqual([404, 0]);
  });

  it('says what is wrong where only bytes could tell a tag, and nobody was asked', async () => {
    expect(await put('/shapes/asserted', { 'if-match': '"1"' }, 'POST')).toEqual([500, 0]);
    expect(await put('/shapes/asserted', { 'if-none-match': '"1"' }, 'POST')).toEqual([500, 0]);
    expect(await put('/shapes/asserted', { 'if-match': '*' }, 'POST')).toEqual([201, 1]);
    expect(running.logger.errors.join()).toContain(
      'ShapesController.post: assert(entity) cannot tell the tag of an entity',
    );
  });

  it('complains of nothing', async () => {
    await put('/notes/1', { 'if-match': '*' });
    expect([running.logger.errors, running.logger.warnings]).toEqual([[], []]);
  });
});
