import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { EtagModule, ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import {
  EtagTypeOrmModule,
  InjectVersionedRepository,
  VersionedRepository,
} from '../../src/typeorm/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request, type WireResponse } from '../support/wire.js';
import { describeDatabases, dropTables, optionsFor, startAtOne, Statements } from './databases.js';
import { Note, OrderLine } from './entities.js';

@Controller('notes')
@Versioned(Note)
class NotesController {
  constructor(
    @InjectVersionedRepository(Note) private readonly versions: VersionedRepository<Note>,
    @InjectRepository(Note) private readonly notes: Repository<Note>,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  list(): Promise<Note[]> {
    return this.notes.find({ order: { title: 'ASC' } });
  }

  @Get(':id')
  findOne(@Param('id') id: string): Promise<Note> {
    return this.notes.findOneByOrFail({ id });
  }

  @Post()
  create(@Body() body: Partial<Note>): Promise<Note> {
    return this.versions.insert(body);
  }

  @Put(':id')
  @Versioned(Note, { creates: true })
  put(
    @Param('id') id: string,
    @Body() body: Partial<Note>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Note> {
    if (expected.createOnly) return this.versions.insert({ ...body, id }, expected);
    return this.versions.update({ id }, body, expected);
  }

  /** Two writes, and then a failure where the body asks for it. */
  @Put(':id/in-transaction')
  @Versioned(Note, { param: 'id' })
  both(
    @Param('id') id: string,
    @Body() body: { title: string; fail?: boolean },
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Note> {
    return this.dataSource.transaction(async (manager) => {
      await manager.insert(Note, { title: `${body.title} (log)` });
      const note = await this.versions.within(manager).update({ id }, { title: body.title }, expected);
      if (body.fail) throw new Error('undo');
      return note;
    });
  }

  @Put(':id/loaded')
  @Versioned(Note, { param: 'id' })
  async saveLoaded(
    @Param('id') id: string,
    @Body() body: Partial<Note>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Note> {
    const note = await this.notes.findOneByOrFail({ id });
    return this.versions.save(Object.assign(note, body), expected);
  }

  @Put(':id/at-once')
  @Versioned(Note, { param: 'id', current: false })
  putAtOnce(
    @Param('id') id: string,
    @Body() body: Partial<Note>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Note> {
    return this.versions.update({ id }, body, expected);
  }

  @Delete(':id')
  remove(@Param('id') id: string, @IfMatch() expected: ExpectedVersion): Promise<void> {
    return this.versions.delete({ id }, expected);
  }
}

@Controller('orders')
@Versioned(OrderLine)
class OrdersController {
  constructor(@InjectVersionedRepository(OrderLine) private readonly lines: VersionedRepository<OrderLine>) {}

  @Get(':order/lines/:line')
  findOne(): string {
    return 'the handler ran';
  }

  @Put(':order/lines/:line')
  @Versioned(OrderLine, { creates: true })
  put(
    @Param() { order, line }: { order: string; line: string },
    @Body() body: Partial<OrderLine>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<OrderLine> {
    const key = { order: Number(order), line };
    return expected.createOnly
      ? this.lines.insert({ ...body, ...key }, expected)
      : this.lines.update(key, body, expected);
  }
}

const NOBODY = '/notes/00000000-0000-4000-8000-000000000000';
let titles = 0;

describeDatabases('@Versioned(Entity)', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    const statements = new Statements();
    let app: RunningApp;
    let path: string;

    beforeAll(async () => {
      app = await startApp(
        {
          imports: [
            EtagTypeOrmModule.forFeature([Note, OrderLine]),
            TypeOrmModule.forRoot({
              ...optionsFor(database, statements),
              entities: [Note, OrderLine],
              synchronize: true,
            }),
            EtagModule.forRoot(),
          ],
          controllers: [NotesController, OrdersController],
        },
        adapter,
      );
    });
    afterAll(async () => {
      if (!app) return;
      await dropTables(app.app.get(DataSource));
      await app.close();
    });

    const send = (method: string, to: string, headers: Record<string, string> = {}, body?: object) =>
      request(app.port, { method, path: to, headers, body });
    const outcome = ({ status, headers }: WireResponse) => [status, headers['etag']];
    const title = () => `${adapter.name} ${(titles += 1)}`;

    beforeEach(async () => {
      const created = await send('POST', '/notes', {}, { title: title() });
      expect(outcome(created)).toEqual([201, '"1"']);
      path = `/notes/${(created.json as Note).id}`;
    });

    it('answers reads with version and date, and 304', async () => {
      const read = await send('GET', path);
      expect(outcome(read)).toEqual([200, '"1"']);
      const date = read.headers['last-modified']!;
      expect(new Date((read.json as Note).updatedAt).toUTCString()).toBe(date);
      expect(outcome(await send('GET', path, { 'If-None-Match': '"1"' }))).toEqual([304, '"1"']);
      expect((await send('GET', path, { 'If-Modified-Since': date })).status).toBe(304);
      const list = await send('GET', '/notes');
      expect((await send('GET', '/notes', { 'If-None-Match': list.headers['etag']! })).status).toBe(304);
    });

    it('lets a write with the current tag through, once', async () => {
      const first = await send('PUT', path, { 'If-Match': '"0", "1"' }, { title: title(), version: 0 });
      expect(outcome(first)).toEqual([200, '"2"']);
      expect((await send('GET', path)).json).toEqual(first.json);
      expect(outcome(await send('PUT', path, { 'If-Match': '"1"' }, { title: title() }))).toEqual([
        412,
        '"2"',
      ]);
      expect(outcome(await send('PUT', path, { 'If-Match': '*' }, { title: title() }))).toEqual([200, '"3"']);
      expect(outcome(await send('PUT', path, { 'If-Match': 'W/"3"' }, { title: title() }))).toEqual([
        412,
        '"3"',
      ]);
      expect(outcome(await send('PUT', path, { 'If-Match': '"03"' }, { title: title() }))).toEqual([
        412,
        '"3"',
      ]);
      expect(outcome(await send('PUT', path, {}, { title: title() }))).toEqual([200, '"4"']);
    });

    it('goes by the date, where there is no tag', async () => {
      const date = (await send('GET', path)).headers['last-modified']!;
      expect(outcome(await send('PUT', path, { 'If-Unmodified-Since': date }, { title: title() }))).toEqual([
        200,
        '"2"',
      ]);
      const before = new Date(Date.parse(date) - 1000).toUTCString();
      expect(outcome(await send('PUT', path, { 'If-Unmodified-Since': before }, { title: title() }))).toEqual(
        [412, '"2"'],
      );
    });

    it('deletes the version that is meant', async () => {
      await send('PUT', path, { 'If-Match': '"1"' }, { title: title() });
      expect(outcome(await send('DELETE', path, { 'If-Match': '"1"' }))).toEqual([412, '"2"']);
      expect((await send('DELETE', path, { 'If-Match': '"2"' })).status).toBe(200);
      expect(outcome(await send('DELETE', path, { 'If-Match': '"2"' }))).toEqual([404, undefined]);
    });

    it('creates with If-None-Match: * what is absent, and no more', async () => {
      const id = `/notes/${globalThis.crypto.randomUUID()}`;
      const create = () => send('PUT', id, { 'If-None-Match': '*' }, { title: title() });
      const [status, tag] = outcome(await create());
      expect([status, tag]).toEqual([200, expect.stringMatching(/^"\d+"$/)]);
      expect(outcome(await create())).toEqual([412, tag]);
      const all = Array.from({ length: 10 }, () => ({ order: `${(titles += 1)}` }));
      for (const { order } of all) {
        const to = `/orders/${order}/lines/a%20b`;
        const both = await Promise.all(
          [1, 2].map((quantity) => send('PUT', to, { 'If-None-Match': '*' }, { quantity })),
        );
        expect(both.map(({ status: each }) => each).toSorted()).toEqual([200, 412]);
        expect(new Set(both.map(({ headers }) => headers['etag'])).size).toBe(1);
      }
    });

    it('takes a key of two columns from the path', async () => {
      const to = `/orders/${(titles += 1)}/lines/L%C3%A4ufer`;
      expect((await send('PUT', to, { 'If-None-Match': '*' }, { quantity: 1 })).status).toBe(200);
      const key = { order: titles, line: 'Läufer' };
      await startAtOne(app.app.get(DataSource), OrderLine, key, 'revision');
      expect(outcome(await send('PUT', to, { 'If-Match': '"1"' }, { quantity: 2 }))).toEqual([200, '"2"']);
      expect(outcome(await send('GET', to, { 'If-None-Match': '"2"' }))).toEqual([304, '"2"']);
      expect(outcome(await send('PUT', to, { 'If-Match': '"1"' }, { quantity: 2 }))).toEqual([412, '"2"']);
      expect(outcome(await send('PUT', `${to}x`, { 'If-Match': '"1"' }, { quantity: 2 }))).toEqual([
        412,
        undefined,
      ]);
    });

    it.each(['/orders/x/lines/a', '/orders/2147483648/lines/a', '/orders/1/lines/%00'])(
      'asks the database nothing for %s, which is nobody’s',
      async (to) => {
        const sent = await statements.of(async () => {
          expect((await send('GET', to, { 'If-None-Match': '"1"' })).text).toBe('the handler ran');
        });
        expect(sent).toEqual([]);
      },
    );

    it('answers 404 for what is not there, and 412 on a route that creates', async () => {
      expect(outcome(await send('DELETE', NOBODY, { 'If-Match': '"1"' }))).toEqual([404, undefined]);
      expect(outcome(await send('DELETE', NOBODY, { 'If-Match': '*' }))).toEqual([404, undefined]);
      expect(outcome(await send('PUT', NOBODY, { 'If-Match': '"1"' }, { title: 'x' }))).toEqual([
        412,
        undefined,
      ]);
    });

    it('writes what was loaded and changed, if it is what the client expects', async () => {
      const saved = await send('PUT', `${path}/loaded`, { 'If-Match': '"1"' }, { title: title() });
      expect(outcome(saved)).toEqual([200, '"2"']);
      expect((await send('GET', path)).json).toEqual(saved.json);
      expect(outcome(await send('PUT', `${path}/loaded`, { 'If-Match': '"1"' }, { title: title() }))).toEqual(
        [412, '"2"'],
      );
    });

    it('works in a transaction of the application, and is undone with it', async () => {
      const [first, second] = [title(), title()];
      const to = `${path}/in-transaction`;
      expect(outcome(await send('PUT', to, { 'If-Match': '"1"' }, { title: first }))).toEqual([200, '"2"']);
      const failed = await send('PUT', to, { 'If-Match': '"2"' }, { title: second, fail: true });
      expect(failed.status).toBe(500);
      const titlesNow = ((await send('GET', '/notes')).json as Note[]).map((note) => note.title);
      expect(titlesNow).toEqual(expect.arrayContaining([first, `${first} (log)`]));
      expect(titlesNow).not.toContain(`${second} (log)`);
      expect(outcome(await send('GET', path))).toEqual([200, '"2"']);
    });

    it('lets one of ten simultaneous writers win, and tells the others the tag', async () => {
      const texts = Array.from({ length: 10 }, title);
      const answers = await Promise.all(
        texts.map((text) => send('PUT', path, { 'If-Match': '"1"' }, { title: text })),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(9);
      expect(new Set(answers.map(({ headers }) => headers['etag']))).toEqual(new Set(['"2"']));
      const winner = answers.find(({ status }) => status === 200)!;
      expect((await send('GET', path)).json).toEqual(winner.json);
    });

    it('reads version and date before the handler, and writes with one statement', async () => {
      const write = () => send('PUT', path, { 'If-Match': '"1"' }, { title: title() });
      const after = database.returnsUpdates ? ['UPDATE'] : ['START', 'UPDATE', 'SELECT', 'COMMIT'];
      expect(await statements.of(write)).toEqual(['SELECT', ...after]);
      expect(statements.list[0]).not.toContain('title');
      expect(await statements.of(write)).toEqual(['SELECT']);
      expect(await statements.of(() => send('GET', path, { 'If-None-Match': '"2"' }))).toEqual(['SELECT']);
      expect(app.logger.errors.filter((line) => !line.includes('undo'))).toEqual([]);
    });

    it('sends nothing but the write with current: false, and finds out by it', async () => {
      const write = () => send('PUT', `${path}/at-once`, { 'If-Match': '"1"' }, { title: title() });
      const after = database.returnsUpdates ? ['UPDATE'] : ['START', 'UPDATE', 'SELECT', 'COMMIT'];
      expect(await statements.of(write)).toEqual(after);
      expect(outcome(await write())).toEqual([412, '"2"']);
    });
  });
});
