import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Delete,
  Get,
  Inject,
  Injectable,
  Module,
  Param,
  Patch,
  Post,
  Put,
  type Type,
} from '@nestjs/common';
import {
  EntityAdapters,
  ETag,
  EtagModule,
  IfMatch,
  Versioned,
  VersionedRepository,
  type EntityAdapter,
  type EntityKey,
  type ExpectedVersion,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

class Row {
  id!: string;
  name!: string;
  version!: string;
}

class Unknown {}

/** Rows in memory, behind the interface of an ORM. */
class MapAdapter implements EntityAdapter {
  readonly rows = new Map<string, Row>();
  /** Called between a look and a write. */
  meanwhile: () => void = () => undefined;

  constructor(readonly source: string) {}

  describe(entity: Type) {
    return entity === Row ? { version: 'version', key: ['id'], lastModified: undefined } : undefined;
  }

  keyFrom(_: Type, { id }: Readonly<Record<string, string>>): EntityKey | undefined {
    return id === 'none' ? undefined : { id };
  }

  async find(_: Type, { id }: EntityKey): Promise<object | null> {
    const row = this.rows.get(id as string);
    return row ? { ...row } : null;
  }

  async update(_: Type, key: EntityKey, changes: object, versions?: readonly string[]) {
    this.meanwhile();
    const row = this.matching(key, versions);
    return row && Object.assign(row, changes, { version: `${Number(row.version) + 1}` });
  }

  async delete(_: Type, key: EntityKey, versions?: readonly string[]) {
    this.meanwhile();
    return this.matching(key, versions) !== null && this.rows.delete(key['id'] as string);
  }

  async insert(_: Type, values: object): Promise<object | null> {
    const row = Object.assign(new Row(), { version: '1' }, values);
    const taken = [...this.rows.values()].some(({ id, name }) => id === row.id || name === row.name);
    if (taken) return null;
    this.rows.set(row.id, row);
    return row;
  }

  conflictOf(): undefined {}

  private matching({ id }: EntityKey, versions?: readonly string[]): Row | null {
    const row = this.rows.get(id as string);
    return row && (versions?.includes(row.version) ?? true) ? row : null;
  }
}

const FIRST = new MapAdapter('first');
const SECOND = new MapAdapter('second');

@Injectable()
class Registration {
  constructor(adapters: EntityAdapters) {
    adapters.register(FIRST);
    adapters.register(SECOND);
  }
}

const ROWS = 'ROWS';
const repository = new VersionedRepository<Row>(Row, FIRST, FIRST.describe(Row)!);

@Module({ providers: [Registration, { provide: ROWS, useValue: repository }], exports: [ROWS] })
class RowsModule {}

@Controller('rows')
@Versioned(Row)
class RowsController {
  constructor(@Inject(ROWS) private readonly rows: VersionedRepository<Row>) {}

  @Get(':id') findOne(): object {
    return { handler: 'ran' };
  }

  @Put(':id') replace(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.rows.update({ id }, body, expected);
  }

  @Patch(':id')
  @ETag({ tag: ({ version }: Row) => `v${version}`, current: undefined as never })
  change(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.rows.update({ id }, body, expected);
  }

  @Put('upsert/:id')
  @Versioned(Row, { creates: true })
  upsert(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.rows.update({ id }, body, expected);
  }

  @Put('columns/:id')
  @Versioned(Row, { column: ['id', 'version'] })
  columns(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.rows.update({ id }, body, expected);
  }

  @Put('other/:id')
  @Versioned(Row, { column: 'name' })
  other(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.rows.update({ id }, body, expected);
  }

  @Delete(':id') remove(@Param('id') id: string, @IfMatch() expected: ExpectedVersion): Promise<void> {
    return this.rows.delete({ id }, expected);
  }

  @Post() create(@Body() body: Row, @IfMatch() expected: ExpectedVersion): Promise<Row> {
    return this.rows.insert(body, expected);
  }

  @Post('save') save(@Body() body: Row, @IfMatch() expected: ExpectedVersion): Promise<Row> {
    return this.rows.within('a transaction').save(Object.assign(new Row(), body), expected);
  }
}

@Controller('named')
class NamedController {
  @Get('only/:any') @Versioned(Row, { alreadyApplied: true }) only(): object {
    return { handler: 'ran' };
  }

  @Get(':shop/:row') @Versioned(Row, { param: 'row', source: 'second' }) findOne(): object {
    return { handler: 'ran' };
  }
}

@Controller('mistaken')
class MistakenController {
  @Get(':id') @Versioned(Unknown) unknown(): void {}
  @Put(':shop/:row') @Versioned(Row) unnamed(): void {}
  @Put(':id') @Versioned(Row, { current: false }) unasked(): void {}
}

describe.each(ADAPTERS)('@Versioned(Entity) and its repository, on $name', (adapter) => {
  let running: RunningApp | undefined;
  afterEach(async () => {
    await running?.close();
    running = undefined;
    FIRST.meanwhile = () => undefined;
  });

  async function start(...rows: Partial<Row>[]): Promise<void> {
    FIRST.rows.clear();
    for (const row of rows) await FIRST.insert(Row, row);
    const imports = [EtagModule.forRoot(), RowsModule];
    running = await startApp({ imports, controllers: [RowsController, NamedController] }, adapter);
  }

  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    request(running!.port, { method, path, headers, body });

  it('asks the adapter for what the path names', async () => {
    await start({ id: 'a', name: 'A' });
    SECOND.rows.set('b', { id: 'b', name: 'B', version: '9' });
    const statuses = async (path: string, tag: string) =>
      (await send('GET', path, { 'if-none-match': tag })).status;
    expect(await statuses('/rows/a', '"1"')).toBe(304);
    expect(await statuses('/rows/none', '"1"')).toBe(200);
    expect(await statuses('/named/shop/b', '"9"')).toBe(304);
    expect(await statuses('/named/only/a', '"1"')).toBe(304);
  });

  it.each<[string, string, Record<string, string>, object | undefined, number, string]>([
    ['PUT', 'a', { 'if-match': '"1"' }, { name: 'new' }, 200, '"2"'],
    ['PUT', 'a', { 'if-match': '*' }, { name: 'new' }, 200, '"2"'],
    ['PUT', 'a', {}, { name: 'new' }, 200, '"2"'],
    ['PUT', 'a', { 'if-match': 'W/"1"' }, { name: 'new' }, 412, '"1"'],
    ['PUT', 'a', { 'if-none-match': '"7"' }, { name: 'new' }, 200, '"2"'],
    ['PUT', 'b', { 'if-match': '"1"' }, { name: 'new' }, 404, ''],
    ['PUT', 'b', {}, { name: 'new' }, 404, ''],
    ['PUT', 'b', { 'if-none-match': '*' }, { name: 'new' }, 404, ''],
    ['PATCH', 'a', { 'if-match': '"v1"' }, { name: 'new' }, 200, '"v2"'],
    ['PATCH', 'a', { 'if-match': '"v0"' }, { name: 'new' }, 412, '"v1"'],
    ['DELETE', 'a', { 'if-match': '"1"' }, undefined, 200, ''],
    ['DELETE', 'a', { 'if-match': '"0"' }, undefined, 412, '"1"'],
  ])('%s %s with %j', async (method, id, headers, body, status, etag) => {
    await start({ id: 'a', name: 'A' });
    const response = await send(method, `/rows/${id}`, headers, body);
    expect([response.status, response.headers['etag'] ?? '']).toEqual([status, etag]);
  });

  it.each<[object, Record<string, string>, number, string]>([
    [{ id: 'b', name: 'B' }, {}, 201, '"1"'],
    [{ id: 'a', name: 'B' }, {}, 409, ''],
    [{ id: 'a', name: 'B' }, { 'if-none-match': '*' }, 412, '"1"'],
    [{ id: 'b', name: 'A' }, { 'if-none-match': '*' }, 412, ''],
  ])('creates %j with %j', async (body, headers, status, etag) => {
    await start({ id: 'a', name: 'A' });
    const response = await send('POST', '/rows', headers, body);
    expect([response.status, response.headers['etag'] ?? '']).toEqual([status, etag]);
  });

  it.each<[object, Record<string, string>, number, string]>([
    [{ id: 'a', version: '1', name: 'new' }, { 'if-match': '"1"' }, 201, '"2"'],
    [{ id: 'a', version: '1', name: 'new' }, {}, 201, '"2"'],
    [{ id: 'a', version: '0', name: 'new' }, {}, 409, ''],
    [{ id: 'a', version: '0', name: 'new' }, { 'if-match': '"1"' }, 412, '"1"'],
    [{ id: 'a', name: 'new' }, { 'if-match': '"1"' }, 412, '"1"'],
    [{ id: 'a', version: '1', name: 'new' }, { 'if-match': 'W/"1"' }, 412, '"1"'],
  ])('saves %j with %j', async (body, headers, status, etag) => {
    await start({ id: 'a', name: 'A' });
    const response = await send('POST', '/rows/save', headers, body);
    expect([response.status, response.headers['etag'] ?? '']).toEqual([status, etag]);
  });

  it('looks again where others write meanwhile, and gives up in the end', async () => {
    await start({ id: 'a', name: 'A' });
    const row = FIRST.rows.get('a')!;
    let others = 3;
    FIRST.meanwhile = () => {
      if (others > 0) row.version = `${100 + (others -= 1)}`;
    };
    expect((await send('PUT', '/rows/a', { 'if-none-match': '"7"' }, { name: 'new' })).status).toBe(200);
    others = 1_000;
    expect((await send('PUT', '/rows/a', { 'if-none-match': '"7"' }, { name: 'new' })).status).toBe(412);
    FIRST.meanwhile = () => {
      FIRST.rows.delete('a');
    };
    expect((await send('PUT', '/rows/a', { 'if-none-match': '"7"' }, { name: 'new' })).status).toBe(404);
  });

  it('is 412 where the route creates and the entity goes meanwhile', async () => {
    await start({ id: 'a', name: 'A' });
    FIRST.meanwhile = () => {
      FIRST.rows.delete('a');
    };
    const response = await send('PUT', '/rows/upsert/a', { 'if-match': '"1"' }, { name: 'new' });
    expect([response.status, response.headers['etag']]).toEqual([412, undefined]);
  });

  it('looks at the entity where its tag is made of other columns', async () => {
    await start({ id: 'a', name: 'A' });
    const columns = await send('PUT', '/rows/columns/a', { 'if-match': '"a~1"' }, { name: 'B' });
    expect([columns.status, columns.headers['etag']]).toEqual([200, '"a~2"']);
    const other = await send('PUT', '/rows/other/a', { 'if-match': '"B"' }, { name: 'C' });
    expect([other.status, other.headers['etag']]).toEqual([200, '"C"']);
  });

  it('does not take a digest for a version', async () => {
    await start({ id: 'a', name: 'A', version: 'x'.repeat(300) });
    const { etag } = (await send('PUT', '/rows/a', { 'if-match': '"0"' }, {})).headers;
    expect(etag).toHaveLength(45);
    expect((await send('PUT', '/rows/a', { 'if-match': etag! }, { name: 'new' })).status).toBe(200);
  });

  it('fails at start-up where nobody looks after the entity, or the path does not name one', async () => {
    const imports = [EtagModule.forRoot(), RowsModule];
    const starting = startApp({ imports, controllers: [MistakenController] }, adapter);
    const failure = await starting.catch((error: Error) => error.message);
    expect(failure).toContain('MistakenController.unknown: no adapter looks after Unknown');
    expect(failure).toContain('MistakenController.unnamed: its parameters do not name one Row');
    expect(failure).toContain(
      'MistakenController.unasked: nothing could evaluate an If-Match: "current: false"',
    );
  });

  it('audits nothing where nothing is decorated', async () => {
    running = await startApp({ imports: [EtagModule.forRoot()] }, adapter);
    expect(running.logger.logs.filter((line) => line.startsWith('Conditional'))).toEqual([]);
  });
});
