import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { EtagModule, ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import {
  EtagTypeOrmModule,
  InjectVersionedRepository,
  VersionedRepository,
} from '../../src/typeorm/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request } from '../support/wire.js';
import { describeDatabases, dropTables, optionsFor, Statements } from './databases.js';
import { Note } from './entities.js';

@Controller('notes')
@Versioned(Note)
class NotesController {
  constructor(
    @InjectVersionedRepository(Note) private readonly versions: VersionedRepository<Note>,
    @InjectRepository(Note) private readonly notes: Repository<Note>,
  ) {}

  @Post() create(@Body() body: Partial<Note>): Promise<Note> {
    return this.versions.insert(body);
  }

  @Get(':id') find(@Param('id') id: string): Promise<Note> {
    return this.notes.findOneByOrFail({ id });
  }

  @Put(':id') write(
    @Param('id') id: string,
    @Body() body: Partial<Note>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Note> {
    return this.versions.update({ id }, body, expected);
  }
}

describeDatabases('secret tags', (database) => {
  const statements = new Statements();
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp(
      {
        imports: [
          EtagTypeOrmModule.forFeature([Note]),
          TypeOrmModule.forRoot({
            ...optionsFor(database, statements),
            entities: [Note],
            synchronize: true,
          }),
          EtagModule.forRoot({ secret: 'correct horse battery staple', namespace: 'release 1' }),
        ],
        controllers: [NotesController],
      },
      ADAPTERS[0]!,
    );
  });
  afterAll(async () => {
    if (!app) return;
    await dropTables(app.app.get(DataSource));
    await app.close();
  });

  it('reach the compare-and-set: the version they stand for is in the WHERE, and one of ten writers wins', async () => {
    const created = await request(app.port, { method: 'POST', path: '/notes', body: { title: 'one' } });
    const path = `/notes/${(created.json as Note).id}`;
    const { etag } = (await request(app.port, { path })).headers;
    expect(created.headers['etag']).toBe(etag);
    expect(etag).toMatch(/^"[\w-]{43}\.[\w-]{10}"$/);
    statements.list.length = 0;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        request(app.port, {
          method: 'PUT',
          path,
          headers: { 'if-match': etag },
          body: { title: `by ${at}` },
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    const updates = statements.list.filter((sql) => sql.startsWith('UPDATE'));
    expect(updates.length).toBeGreaterThan(0);
    for (const sql of updates) expect(sql).toMatch(/WHERE .*\bversion\b.? = /);
    const current = (await request(app.port, { path })).headers['etag'];
    expect(new Set(answers.map(({ headers }) => headers['etag']))).toEqual(new Set([current]));
  });
});
