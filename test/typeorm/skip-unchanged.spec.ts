import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Param, Patch } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, UpdateDateColumn, VersionColumn } from 'typeorm';
import { EtagModule, IfMatch, Versioned, type ExpectedVersion } from '../../src/index.js';
import {
  EtagTypeOrmModule,
  InjectVersionedRepository,
  VersionedRepository,
} from '../../src/typeorm/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request } from '../support/wire.js';
import { describeDatabases, dropTables, optionsFor, Statements } from './databases.js';

@Entity('articles')
class Article {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @Column('decimal', { precision: 10, scale: 2 })
  price!: string;

  @Column('bigint')
  stock!: string;

  @Column('json')
  tags!: unknown;

  @Column({ type: Date, precision: 3 })
  day!: Date;

  @UpdateDateColumn({ precision: 6 })
  updatedAt!: Date;

  @VersionColumn()
  version!: number;
}

@Controller('articles')
@Versioned(Article)
class ArticlesController {
  constructor(@InjectVersionedRepository(Article) private readonly articles: VersionedRepository<Article>) {}

  @Patch(':id')
  update(@Param('id') id: string, @Body() body: Partial<Article>, @IfMatch() expected: ExpectedVersion) {
    return this.articles.update({ id: Number(id) }, body, expected);
  }
}

const DAY = '2026-01-02T03:04:05.678Z';
const ARTICLE = { name: 'a', price: '9.90', stock: '7', tags: { a: [1, 2] }, day: new Date(DAY) };

describeDatabases('an update that changes nothing', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    const statements = new Statements();
    let app: RunningApp;

    beforeAll(async () => {
      app = await startApp(
        {
          imports: [
            EtagTypeOrmModule.forFeature([{ entity: Article, skipUnchanged: true }]),
            TypeOrmModule.forRoot({
              ...optionsFor(database, statements),
              entities: [Article],
              synchronize: true,
              retryAttempts: 0,
            }),
            EtagModule.forRoot({ audit: false }),
          ],
          controllers: [ArticlesController],
        },
        adapter,
      );
    });
    afterAll(async () => {
      if (!app) return;
      await dropTables(app.app.get(DataSource));
      await app.close();
    });

    it('sends no statement that writes, for an entity registered so', async () => {
      const { id } = await app.app
        .get(DataSource)
        .getRepository(Article)
        .save({ ...ARTICLE });
      const patch = (tag: string, body: object) =>
        request(app.port, { method: 'PATCH', path: `/articles/${id}`, headers: { 'If-Match': tag }, body });
      let updatedAt: string | undefined;
      for (const same of [ARTICLE, { price: 9.9 }, { stock: 7 }, { tags: { a: [1, 2] } }, { day: DAY }, {}]) {
        const words = await statements.of(async () => {
          const { status, headers, json } = await patch('"1"', same);
          expect([same, status, headers['etag']]).toEqual([same, 200, '"1"']);
          updatedAt ??= (json as { updatedAt: string }).updatedAt;
          expect(json).toMatchObject({ name: 'a', version: 1, updatedAt });
        });
        // One for `current`, one for the row.
        expect(words).toEqual(['SELECT', 'SELECT']);
      }
      let version = 1;
      for (const other of [
        { price: 9.91 },
        { stock: 8 },
        { tags: { a: [2, 1] } },
        { day: new Date(0) },
        { name: 'A' },
      ]) {
        const { status, headers } = await patch(`"${version}"`, other);
        version += 1;
        expect([other, status, headers['etag']]).toEqual([other, 200, `"${version}"`]);
      }
      expect((await patch('"1"', { name: 'A' })).status).toBe(412);
    });
  });
});
