import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  Column,
  DeleteDateColumn,
  Entity,
  PrimaryColumn,
  UpdateDateColumn,
  VersionColumn,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases, startAtOne } from './databases.js';

@Entity('letters')
class Letter {
  @PrimaryColumn('int')
  id!: number;

  @Column('varchar', { length: 20 })
  text!: string;

  @UpdateDateColumn({ precision: 6 })
  updatedAt!: Date;

  @DeleteDateColumn({ precision: 6 })
  deletedAt!: Date | null;

  @VersionColumn()
  version!: number;
}

@Controller('letters')
@Versioned(Letter)
class LettersController {
  constructor(
    @InjectVersionedRepository(Letter) private readonly versions: VersionedRepository<Letter>,
    @InjectRepository(Letter) private readonly letters: Repository<Letter>,
  ) {}

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.letters.findOneByOrFail({ id });
  }

  @Put(':id')
  @Versioned(Letter, { creates: true })
  put(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Letter>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return expected.createOnly
      ? this.versions.insert({ ...body, id }, expected)
      : this.versions.update({ id }, body, expected);
  }

  @Put(':id/bare')
  @Versioned(Letter, { param: 'id' })
  putBare(@Param('id', ParseIntPipe) id: number, @Body() body: object, @IfMatch() expected: ExpectedVersion) {
    return this.versions.update({ id }, { ...body, deletedAt: new Date() }, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
    return this.versions.softDelete({ id }, expected);
  }

  @Post(':id/restore')
  @Versioned(Letter, { param: 'id', current: false })
  restore(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
    return this.versions.restore({ id }, expected);
  }
}

let last = 0;

describeDatabases('a row that is marked as deleted', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    let app: EntityApp;
    let letters: Repository<Letter>;
    let path: string;
    let id: number;

    beforeAll(async () => {
      app = await startWith(database, adapter, { versioned: [Letter], controllers: [LettersController] });
      letters = app.source.getRepository(Letter);
    });
    afterAll(() => app?.close());

    beforeEach(async () => {
      id = last += 1;
      await letters.save({ id, text: 'a' });
      await startAtOne(app.source, Letter, { id });
      path = `/letters/${id}`;
    });

    const row = () => letters.findOneOrFail({ where: { id }, withDeleted: true });
    const remove = (tag: string) => app.send('DELETE', path, { 'If-Match': tag });
    const restore = (tag: string) => app.send('POST', `${path}/restore`, { 'If-Match': tag });

    it('is marked at the version that is meant, and gets a new one', async () => {
      expect(outcome(await remove('"7"'))).toEqual([412, '"1"']);
      expect((await remove('"1"')).status).toBe(204);
      expect(await row()).toMatchObject({ text: 'a', version: 2, deletedAt: expect.any(Date) });
      expect((await remove('"2"')).status).toBe(404);
      expect((await remove('*')).status).toBe(404);
    });

    it('is absent: to GET, to PUT and to DELETE', async () => {
      await remove('"1"');
      expect((await app.send('GET', path)).status).not.toBe(200);
      expect((await app.send('GET', path, { 'If-None-Match': '"2"' })).status).not.toBe(304);
      expect(outcome(await app.send('PUT', path, { 'If-Match': '"2"' }, { text: 'b' }))).toEqual([
        412,
        undefined,
      ]);
      expect((await app.send('PUT', path, {}, { text: 'b' })).status).toBe(404);
      expect((await app.send('DELETE', path)).status).toBe(404);
      expect(await row()).toMatchObject({ text: 'a', version: 2 });
    });

    it('keeps its key: 412 to a PUT that would create it, 409 to an insert', async () => {
      await remove('"1"');
      const created = await app.send('PUT', path, { 'If-None-Match': '*' }, { text: 'b' });
      expect(outcome(created)).toEqual([412, undefined]);
      expect(await row()).toMatchObject({ text: 'a', version: 2 });
    });

    it('is restored at the version that is meant, and gets a new one', async () => {
      await remove('"1"');
      expect(outcome(await restore('"1"'))).toEqual([412, '"2"']);
      const restored = await restore('"2"');
      expect(outcome(restored)).toEqual([201, '"3"']);
      expect(restored.json).toMatchObject({ text: 'a', deletedAt: null });
      expect(restored.json).toEqual((await app.send('GET', path)).json);
      expect((await restore('"3"')).status).toBe(404);
      expect((await app.send('POST', '/letters/999999/restore', { 'If-Match': '*' })).status).toBe(404);
      expect(outcome(await app.send('GET', path, { 'If-None-Match': '"3"' }))).toEqual([304, '"3"']);
    });

    it('can be marked by update(), which answers what it wrote', async () => {
      const marked = await app.send('PUT', `${path}/bare`, { 'If-Match': '"1"' }, { text: 'b' });
      expect(outcome(marked)).toEqual([200, '"2"']);
      expect(marked.json).toMatchObject({ text: 'b', deletedAt: expect.any(String) });
      expect(await row()).toMatchObject({ text: 'b', version: 2 });
    });

    it('is marked by one of ten at once', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => remove('"1"')));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array<number>(9).fill(404)]);
      expect((await row()).version).toBe(2);
    });
  });
});
