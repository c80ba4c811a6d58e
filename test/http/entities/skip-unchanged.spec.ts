import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Inject, Injectable, Module, Param, Patch, Put, type Type } from '@nestjs/common';
import {
  EntityAdapters,
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
  version!: number;
}

/** One row in memory, behind the interface of an ORM. */
class OneRow implements EntityAdapter {
  readonly source = 'default';
  row: Row | null = null;
  writes = 0;

  describe(entity: Type) {
    return entity === Row ? { version: 'version', key: ['id'], lastModified: undefined } : undefined;
  }

  keyFrom(_: Type, params: Readonly<Record<string, string>>): EntityKey {
    return params;
  }

  async find(): Promise<object | null> {
    return this.row && { ...this.row };
  }

  async update(
    _: Type,
    __: EntityKey,
    changes: object,
    versions?: readonly string[],
  ): Promise<object | null> {
    this.writes += 1;
    if (!this.row || versions?.includes(String(this.row.version)) === false) return null;
    this.row = { ...this.row, ...changes, version: this.row.version + 1 };
    return this.row;
  }

  async delete(): Promise<boolean> {
    return false;
  }

  async insert(): Promise<null> {
    return null;
  }

  conflictOf(): undefined {}
}

const STORE = new OneRow();

@Injectable()
class Registration {
  constructor(adapters: EntityAdapters) {
    adapters.register(STORE);
  }
}

@Module({
  providers: [
    Registration,
    { provide: 'PLAIN', useValue: new VersionedRepository<Row>(Row, STORE, STORE.describe(Row)!) },
    {
      provide: 'SKIPS',
      useValue: new VersionedRepository<Row>(Row, STORE, STORE.describe(Row)!, undefined, {
        skipUnchanged: true,
      }),
    },
  ],
  exports: ['PLAIN', 'SKIPS'],
})
class RowsModule {}

// Without `current`: what is evaluated is evaluated by the repository.
@Controller()
@Versioned()
class RowsController {
  constructor(
    @Inject('PLAIN') private readonly plain: VersionedRepository<Row>,
    @Inject('SKIPS') private readonly skips: VersionedRepository<Row>,
  ) {}

  @Patch('option/:id')
  option(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.plain.update({ id }, body, expected, { skipUnchanged: true });
  }

  @Patch('default/:id')
  byDefault(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.skips.within(undefined).update({ id }, body, expected);
  }

  @Patch('overruled/:id')
  overruled(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.skips.update({ id }, body, expected, { skipUnchanged: false });
  }

  @Patch('plain/:id')
  without(@Param('id') id: string, @Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.plain.update({ id }, body, expected);
  }

  @Put('saved/:id')
  saved(@Body() body: Row, @IfMatch() expected: ExpectedVersion) {
    return this.plain.save(body, expected, { skipUnchanged: true });
  }
}

describe.each(ADAPTERS)('an update that changes nothing on $name', (adapter) => {
  let app: RunningApp;

  beforeEach(async () => {
    STORE.row = { id: '1', name: 'a', version: 4 };
    STORE.writes = 0;
    app = await startApp(
      { imports: [EtagModule.forRoot(), RowsModule], controllers: [RowsController] },
      adapter,
    );
  });
  afterEach(() => app.close());

  const send = async (path: string, headers: Record<string, string>, body: object) => {
    const method = path.startsWith('saved') ? 'PUT' : 'PATCH';
    const response = await request(app.port, { method, path: `/${path}/1`, headers, body });
    return [response.status, response.headers['etag'], STORE.writes];
  };

  it.each<[string, Record<string, string>, object, [number, string | undefined, number]]>([
    ['option', { 'If-Match': '"4"' }, { name: 'a' }, [200, '"4"', 0]],
    ['option', {}, { name: 'a' }, [200, '"4"', 0]],
    ['option', { 'If-Match': '*' }, {}, [200, '"4"', 0]],
    ['default', { 'If-Match': '"4"' }, { name: 'a', version: 1 }, [200, '"4"', 0]],
    ['saved', { 'If-Match': '"4"' }, { id: '1', name: 'a', version: 4 }, [200, '"4"', 0]],
  ])('keeps the tag and writes nothing: %s %j %j', async (path, headers, body, outcome) => {
    expect(await send(path, headers, body)).toEqual(outcome);
  });

  it.each<[string, Record<string, string>, object, [number, string | undefined, number]]>([
    ['option', { 'If-Match': '"3"' }, { name: 'a' }, [412, '"4"', 0]],
    ['option', { 'If-None-Match': '"4"' }, { name: 'a' }, [412, '"4"', 0]],
    ['default', { 'If-Match': '"3"' }, { name: 'a' }, [412, '"4"', 0]],
    ['saved', { 'If-Match': '"3"' }, { id: '1', name: 'a', version: 4 }, [412, '"4"', 0]],
  ])('is refused where the precondition fails: %s %j %j', async (path, headers, body, outcome) => {
    expect(await send(path, headers, body)).toEqual(outcome);
  });

  it.each<[string, Record<string, string>, object, [number, string | undefined, number]]>([
    ['option', { 'If-Match': '"4"' }, { name: 'b' }, [200, '"5"', 1]],
    ['default', {}, { name: 'b' }, [200, '"5"', 1]],
    ['saved', { 'If-Match': '"4"' }, { id: '1', name: 'b', version: 4 }, [200, '"5"', 1]],
    ['overruled', { 'If-Match': '"4"' }, { name: 'a' }, [200, '"5"', 1]],
    ['plain', { 'If-Match': '"4"' }, { name: 'a' }, [200, '"5"', 1]],
    // What was loaded is not what is there, although it looks the same.
    ['saved', {}, { id: '1', name: 'a', version: 3 }, [409, undefined, 1]],
    ['saved', {}, { id: '1', name: 'a' }, [409, undefined, 0]],
  ])('is no update that changes something: %s %j %j', async (path, headers, body, outcome) => {
    expect(await send(path, headers, body)).toEqual(outcome);
  });

  it('is 404 where there is nothing', async () => {
    STORE.row = null;
    expect(await send('option', { 'If-Match': '"4"' }, {})).toEqual([404, undefined, 1]);
  });
});
