import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import * as fc from 'fast-check';
import { Column, DataSource, Entity, PrimaryColumn, Repository, VersionColumn } from 'typeorm';
import { EtagModule, NoETag, Versioned, type LookupRequest } from '../../../src/index.js';
import {
  EtagTypeOrmModule,
  InjectVersionedRepository,
  VersionedRepository,
  type CollectionQuery,
} from '../../../src/typeorm/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';
import { DATABASES, dropTables, optionsFor } from '../../typeorm/databases.js';

@Entity('rows')
class Row {
  @PrimaryColumn('int')
  id!: number;

  @Column('int')
  rank!: number;

  @VersionColumn()
  version!: number;
}

const page = ({ query }: LookupRequest): CollectionQuery<Row> => ({
  order: { rank: 'ASC', id: 'ASC' },
  take: 2,
  skip: Number(query['skip']),
  envelope: (data, total) => ({ data, total, more: total > Number(query['skip']) + data.length }),
});

@Controller('rows')
class RowsController {
  constructor(
    @InjectVersionedRepository(Row) private readonly versions: VersionedRepository<Row>,
    @InjectRepository(Row) private readonly rows: Repository<Row>,
  ) {}

  @Get()
  @Versioned(Row, { collection: true })
  all(): Promise<Row[]> {
    return this.rows.find({ order: { id: 'ASC' } });
  }

  @Get('paged')
  @Versioned(Row, { collection: page, items: (body: { data: Row[] }) => body.data })
  async paged(@Req() from: LookupRequest): Promise<object> {
    const query = page(from);
    return query.envelope!(...(await this.rows.findAndCount(query)));
  }

  @Post(':id/:how')
  @NoETag()
  async put(
    @Param() { id, how }: { id: string; how: string },
    @Body() { rank }: { rank: number },
  ): Promise<void> {
    if (how === 'save') await this.rows.save({ id: Number(id), rank });
    else if (!(await this.rows.existsBy({ id: Number(id) })))
      await this.versions.insert({ id: Number(id), rank });
    else await this.rows.update({ id: Number(id) }, { rank });
  }

  @Delete(':id')
  @NoETag()
  async remove(@Param('id') id: string): Promise<void> {
    await this.rows.delete({ id: Number(id) });
  }
}

const PATHS = ['/rows', '/rows/paged?skip=0', '/rows/paged?skip=2'];
const id = fc.integer({ min: 1, max: 4 });
const step = fc.oneof(
  fc.record({ method: fc.constant('DELETE'), path: id.map((each) => `/rows/${each}`) }),
  fc.record({
    method: fc.constant('POST'),
    path: fc.tuple(id, fc.constantFrom('save', 'put')).map(([each, how]) => `/rows/${each}/${how}`),
    body: fc.record({ rank: fc.integer({ min: 0, max: 2 }) }),
  }),
);

describe.each(ADAPTERS)('lists on PGlite and $name', (adapter) => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp(
      {
        imports: [
          EtagTypeOrmModule.forFeature([Row]),
          TypeOrmModule.forRoot({
            ...optionsFor(DATABASES[0]!),
            entities: [Row],
            synchronize: true,
            retryAttempts: 0,
          }),
          EtagModule.forRoot({ audit: false }),
        ],
        controllers: [RowsController],
      },
      adapter,
    );
  });
  afterAll(async () => {
    if (!app) return;
    await dropTables(app.app.get(DataSource));
    await app.close();
  });

  it('with one tag have the same bytes, whatever was inserted, changed, deleted and inserted again', async () => {
    const bytesOf = new Map<string, string>();
    const held = new Map<string, string>();
    const look = async (path: string) => {
      const sent = await request(app.port, { path });
      const key = `${path} ${sent.headers['etag']}`;
      expect(sent.headers['etag']).toBeDefined();
      expect(bytesOf.get(key) ?? sent.text).toBe(sent.text);
      bytesOf.set(key, sent.text);
      const before = held.get(path);
      const asked = await request(app.port, { path, headers: { 'If-None-Match': before } });
      if (before !== undefined)
        expect(asked.status === 304).toBe(bytesOf.get(`${path} ${before}`) === sent.text);
      held.set(path, sent.headers['etag']!);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const each of steps) {
          await request(app.port, each);
          for (const path of PATHS) await look(path);
        }
      }),
      { numRuns: 25 },
    );
    expect(bytesOf.size).toBeGreaterThan(50);
  });
});
