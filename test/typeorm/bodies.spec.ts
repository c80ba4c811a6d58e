import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Param, ParseIntPipe, Post, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  ChildEntity,
  Column,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  TableInheritance,
  Tree,
  TreeChildren,
  TreeParent,
  VersionColumn,
  type Relation,
  type Repository,
} from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';

class Size {
  @Column('int', { nullable: true })
  w!: number | null;

  @Column('int', { nullable: true })
  h!: number | null;
}

@Entity('tags')
class Tag {
  @PrimaryGeneratedColumn()
  id!: number;
}

/** Who reads its discriminator can be told of it. */
@Entity('members')
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
class Member {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  kind!: string;

  @Column('varchar', { length: 20 })
  name!: string;

  @Column('int')
  tenantId!: number;

  @Column(() => Size)
  size!: Size;

  @ManyToMany(() => Tag)
  @JoinTable({ name: 'member_tags' })
  tags!: Tag[];

  @ManyToOne(() => Tag, { nullable: true })
  best!: Relation<Tag> | null;

  @VersionColumn()
  version!: number;
}

@ChildEntity('Person')
class Person extends Member {}

@ChildEntity('Admin')
class Admin extends Member {
  @Column('int', { default: 0 })
  rights!: number;
}

/** A relation that has its column in the key. */
@Entity('parts')
class Part {
  @PrimaryColumn('int')
  memberId!: number;

  @PrimaryColumn('int')
  no!: number;

  @ManyToOne(() => Member)
  @JoinColumn({ name: 'memberId' })
  member!: Relation<Member>;

  @Column('varchar', { length: 20 })
  text!: string;

  @VersionColumn()
  version!: number;
}

@Entity('folders')
@Tree('materialized-path')
class Folder {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20 })
  name!: string;

  @TreeParent()
  parent!: Relation<Folder> | null;

  @TreeChildren()
  children!: Relation<Folder>[];

  @VersionColumn()
  version!: number;
}

@Controller('members')
@Versioned(Person)
class MembersController {
  constructor(
    @InjectVersionedRepository(Person) private readonly people: VersionedRepository<Person>,
    @InjectVersionedRepository(Part) private readonly parts: VersionedRepository<Part>,
    @InjectVersionedRepository(Folder) private readonly folders: VersionedRepository<Folder>,
    @InjectRepository(Person) private readonly repository: Repository<Person>,
  ) {}

  @Get(':id')
  find(@Param('id', ParseIntPipe) id: number) {
    return this.repository.findOneByOrFail({ id });
  }

  @Post()
  create(@Body() body: Partial<Person>) {
    return this.people.insert(body);
  }

  @Put(':id')
  put(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Person>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.people.update({ id }, body, expected);
  }

  @Put('tenants/:tenantId/:id')
  @Versioned(Person, { current: false })
  putInTenant(
    @Param('id', ParseIntPipe) id: number,
    @Param('tenantId', ParseIntPipe) tenantId: number,
    @Body() body: Partial<Person>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.people.update({ id, tenantId }, body, expected);
  }

  /** A key that says too little, or something else. */
  @Put('by-wrong-key/:name')
  @Versioned(Person, { current: false })
  putByWrongKey(@Param('name') name: string, @IfMatch() expected: ExpectedVersion) {
    const key = name === 'none' ? {} : { id: 1, [name]: 1 };
    return this.people.update(key as never, { name: 'wrong' }, expected);
  }

  @Put('parts/:memberId/:no')
  @Versioned(Part, { creates: true })
  putPart(
    @Param() params: Record<string, string>,
    @Body() body: object,
    @IfMatch() expected: ExpectedVersion,
  ) {
    const key = { memberId: Number(params['memberId']), no: Number(params['no']) };
    return expected.createOnly
      ? this.parts.insert({ ...body, ...key }, expected)
      : this.parts.update(key, body, expected);
  }

  @Put('folders/:id')
  @Versioned(Folder)
  putFolder(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: object,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return this.folders.update({ id }, body, expected);
  }
}

describeDatabases('a body', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    let app: EntityApp;
    let people: Repository<Person>;
    let id: number;

    beforeAll(async () => {
      app = await startWith(database, adapter, {
        versioned: [Person, Part, Folder],
        others: [Member, Admin, Tag],
        controllers: [MembersController],
      });
      people = app.source.getRepository(Person);
    });
    afterAll(() => app?.close());

    beforeEach(async () => {
      ({ id } = await people.save({ name: 'a', tenantId: 1, size: { w: 1, h: 2 } }));
    });

    const put = (body: object, path = `/members/${id}`) => app.send('PUT', path, { 'If-Match': '*' }, body);
    const now = () => people.findOneByOrFail({ id });

    it.each<[string, () => object]>([
      ['the discriminator', () => ({ kind: 'Admin' })],
      ['a path of an embedded object', () => ({ 'size.w': 9 })],
      ['an embedded object that is none', () => ({ size: null })],
      ['what an embedded object does not have', () => ({ size: { depth: 9 } })],
      ['a relation of many', () => ({ tags: [{ id: 1 }] })],
      ['a relation without a key', () => ({ best: {} })],
      ['the path of a relation', () => ({ 'best.id': 1 })],
      ['a column of another class', () => ({ rights: 7 })],
      ['the key', () => ({ id: 99_999 })],
      ['the version', () => ({ version: 99_999 })],
      ['names that every object has', () => ({ constructor: 1, toString: 2 })],
    ])('never sets %s', async (_, body) => {
      const before = await now();
      const written = await put(body());
      expect(written.status).toBe(200);
      expect(await now()).toEqual({ ...before, version: before.version + 1 });
      expect(written.json).toEqual((await app.send('GET', `/members/${id}`)).json);
    });

    it('sets what the class has: columns, members of embedded objects, a relation to one', async () => {
      const best = await app.source.getRepository(Tag).save({});
      expect((await put({ name: 'b', size: { h: 5 }, best: { id: best.id } })).status).toBe(200);
      expect(await now()).toMatchObject({ name: 'b', size: { w: 1, h: 5 } });
      const found = await people.findOneOrFail({ where: { id }, relations: { best: true } });
      expect(found.best).toEqual(best);
      expect((await put({ best: null })).status).toBe(200);
      expect((await people.findOneOrFail({ where: { id }, relations: { best: true } })).best).toBeNull();
    });

    it('creates neither another class nor a version of its own', async () => {
      const body = { name: 'c', tenantId: 1, kind: 'Admin', rights: 9, version: 77, 'size.w': 3 };
      const created = await app.send('POST', '/members', {}, body);
      expect(outcome(created)).toEqual([201, '"1"']);
      expect(created.json).toMatchObject({ kind: 'Person', name: 'c', version: 1, size: { w: null } });
    });

    it('moves no row through a relation that shares a column of the key', async () => {
      const other = await people.save({ name: 'other', tenantId: 1, size: { w: 1, h: 1 } });
      const path = `/members/parts/${id}/1`;
      const body = { text: 'x', member: { id: other.id } };
      expect((await app.send('PUT', path, { 'If-None-Match': '*' }, body)).status).toBe(200);
      expect((await put({ text: 'y', member: { id: other.id } }, path)).status).toBe(200);
      expect(await app.source.getRepository(Part).find({ select: { memberId: true, text: true } })).toEqual(
        expect.arrayContaining([{ memberId: id, text: 'y' }]),
      );
      expect(await app.source.getRepository(Part).countBy({ memberId: other.id })).toBe(0);
    });

    it('leaves the place in a tree to save(), which keeps its path', async () => {
      const folders = app.source.getTreeRepository(Folder);
      const root = await folders.save({ name: 'root' });
      const other = await folders.save({ name: 'other' });
      const inner = await folders.save({ name: 'inner', parent: root });
      const written = await put(
        { name: 'b', mpath: '9.', parent: { id: other.id } },
        `/members/folders/${inner.id}`,
      );
      expect(written.status).toBe(200);
      expect((await folders.findDescendants(root)).map(({ name }) => name).toSorted()).toEqual(['b', 'root']);
    });

    it('is written where every member of the key is so, and nowhere else', async () => {
      const foreign = `/members/tenants/2/${id}`;
      for (const tag of ['*', '"1"']) {
        const refused = await app.send('PUT', foreign, { 'If-Match': tag }, { name: 'stolen' });
        expect(outcome(refused)).toEqual([404, undefined]);
      }
      expect((await app.send('PUT', foreign, {}, { name: 'stolen' })).status).toBe(404);
      expect(await now()).toMatchObject({ name: 'a', version: 1 });
      const own = await app.send('PUT', `/members/tenants/1/${id}`, { 'If-Match': '"1"' }, { name: 'mine' });
      expect(outcome(own)).toEqual([200, '"2"']);
      const stale = await app.send('PUT', `/members/tenants/1/${id}`, { 'If-Match': '"1"' }, { name: 'x' });
      expect(outcome(stale)).toEqual([412, '"2"']);
    });

    it.each([
      ['none', 'The key of Person is { id }, and "id" is missing.'],
      ['idd', 'Person has no column "idd"'],
      ['tags', 'Person has no column "tags"'],
    ])('is written by no key that is wrong: %s', async (name, message) => {
      const failed = await put({}, `/members/by-wrong-key/${name}`);
      expect(failed.status).toBe(500);
      expect(app.logger.errors.join('\n')).toContain(message);
      expect(await people.countBy({ name: 'wrong' })).toBe(0);
    });
  });
});
