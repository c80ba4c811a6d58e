import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  Column,
  DeleteDateColumn,
  Entity,
  OptimisticLockVersionMismatchError,
  PrimaryGeneratedColumn,
  VersionColumn,
} from 'typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';

@Entity('counted')
class Counted {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int')
  n!: number;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  @VersionColumn()
  version!: number;
}

@Entity('owned')
class Owned {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('int')
  n!: number;

  @DeleteDateColumn()
  deletedAt!: Date | null;

  /** `forFeature([{ entity: Owned, version: 'version' }])` */
  @Column('int', { nullable: true })
  version!: number;
}

type Row = Counted;

interface Call {
  /** As the documentation has it. */
  readonly name: string;
  readonly run: (row: Row, rows: Repository<Row>) => Promise<unknown>;
  /** Whether it is of a row that is marked as deleted. */
  readonly isMarked?: true;
  /** Of an entity that was overtaken: refused, or written all the same. */
  readonly stale: 'refused' | 'written';
  /** Whether a row that TypeORM counts the version of has another afterwards, and one with a version of its own. */
  readonly counted: 'new' | 'kept' | 'gone';
  readonly owned: 'new' | 'kept' | 'gone';
}

const changed = (row: Row) => Object.assign(row, { n: 7 });
const inTransaction = (rows: Repository<Row>, run: (rows: EntityManager) => Promise<unknown>) =>
  rows.manager.transaction(run);

const CALLS: readonly Call[] = [
  {
    name: 'save(entity)',
    run: (row, rows) => rows.save(changed(row)),
    stale: 'refused',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'save([entities])',
    run: (row, rows) => rows.save([changed(row)]),
    stale: 'refused',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'manager.save(entity)',
    run: (row, rows) => inTransaction(rows, (manager) => manager.save(changed(row))),
    stale: 'refused',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'save({ id, version, … })',
    run: ({ id, version }, rows) => rows.save({ id, version, n: 7 }),
    stale: 'refused',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'softRemove(entity)',
    run: (row, rows) => rows.softRemove(row),
    stale: 'refused',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'recover(entity)',
    isMarked: true,
    run: (row, rows) => rows.recover(row),
    stale: 'refused',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'softRemove([entities])',
    run: (row, rows) => rows.softRemove([row]),
    stale: 'refused',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'remove([entities])',
    run: (row, rows) => rows.remove([row]),
    stale: 'refused',
    counted: 'gone',
    owned: 'gone',
  },
  {
    name: 'remove(entity)',
    run: (row, rows) => rows.remove(row),
    stale: 'refused',
    counted: 'gone',
    owned: 'gone',
  },
  {
    name: 'save({ id, … })',
    run: ({ id }, rows) => rows.save({ id, n: 7 }),
    stale: 'written',
    counted: 'new',
    owned: 'new',
  },
  {
    name: 'update(criteria, …)',
    run: ({ id }, rows) => rows.update({ id }, { n: 7 }),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'createQueryBuilder().update()',
    run: ({ id }, rows) => rows.createQueryBuilder().update().set({ n: 7 }).where({ id }).execute(),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'createQueryBuilder().softDelete()',
    run: ({ id }, rows) => rows.createQueryBuilder().softDelete().where({ id }).execute(),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'createQueryBuilder().delete()',
    run: ({ id }, rows) => rows.createQueryBuilder().delete().where({ id }).execute(),
    stale: 'written',
    counted: 'gone',
    owned: 'gone',
  },
  {
    name: 'increment(criteria, …)',
    run: ({ id }, rows) => rows.increment({ id }, 'n', 1),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'decrement(criteria, …)',
    run: ({ id }, rows) => rows.decrement({ id }, 'n', 1),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'softDelete(criteria)',
    run: ({ id }, rows) => rows.softDelete({ id }),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'restore(criteria)',
    isMarked: true,
    run: ({ id }, rows) => rows.restore({ id }),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'delete(criteria)',
    run: ({ id }, rows) => rows.delete({ id }),
    stale: 'written',
    counted: 'gone',
    owned: 'gone',
  },
  {
    name: 'save(entity, { listeners: false })',
    run: (row, rows) => rows.save(changed(row), { listeners: false }),
    stale: 'written',
    counted: 'new',
    owned: 'kept',
  },
  {
    name: 'upsert()',
    run: ({ id }, rows) => rows.upsert({ id, n: 7 }, ['id']),
    stale: 'written',
    counted: 'kept',
    owned: 'kept',
  },
  {
    name: 'query(sql)',
    run: ({ id }, rows) => rows.query(`UPDATE ${rows.metadata.tablePath} SET n = 7 WHERE id = ${id}`),
    stale: 'written',
    counted: 'kept',
    owned: 'kept',
  },
];

describeDatabases('a call of TypeORM’s own', (database) => {
  let db: OpenDatabase;
  beforeAll(async () => {
    db = await open(database, [Counted, Owned]);
    const adapter = new TypeOrmAdapter('default', db.source);
    adapter.lookAfter(Counted);
    adapter.lookAfter({ entity: Owned, version: 'version' });
  });
  afterAll(() => db?.close());

  describe.each([
    ['a version that TypeORM counts', Counted, 'counted' as const],
    ['a version of its own', Owned, 'owned' as const],
  ])('on a row with %s', (_, entity, kind) => {
    let rows: Repository<Row>;
    let id: number;
    beforeEach(async () => {
      rows = db.source.getRepository(entity as new () => Row);
      ({ id } = await rows.save({ n: 1 }));
    });
    const now = () => rows.findOne({ where: { id }, withDeleted: true });
    const load = async (isMarked = false): Promise<Row> => {
      if (isMarked) await rows.softDelete({ id });
      return (await now())!;
    };

    it.each(CALLS)('$name gives a fresh one its version', async ({ run, isMarked, [kind]: expected }) => {
      const loaded = await load(isMarked);
      const { version } = loaded;
      await run(loaded, rows);
      const row = await now();
      expect(row ? (row.version === version ? 'kept' : 'new') : 'gone').toBe(expected);
    });

    it.each(CALLS)('$name of a stale one', async ({ run, isMarked, stale }) => {
      const [mine, theirs] = [await load(isMarked), await load()];
      const { version, deletedAt } = await rows.save(Object.assign(theirs, { n: 2 }));
      const result = await run(mine, rows).then(
        () => 'written',
        (error: unknown) => (error instanceof OptimisticLockVersionMismatchError ? 'refused' : error),
      );
      expect(result).toBe(stale);
      if (stale === 'refused') expect(await now()).toMatchObject({ n: 2, version, deletedAt });
    });
  });
});

it('the table of calls in the documentation names these, and says the same of each', () => {
  const text = readFileSync(new URL('../../docs/typeorm.md', import.meta.url), 'utf8');
  const table = text
    .slice(text.indexOf('### Which calls are covered'))
    .split('\n\n')
    .find((part) => part.startsWith('| call'));
  const rows = table!
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    CALLS.map(({ name, stale, counted, owned }) => [`\`${name}\``, stale, counted, owned]),
  );
});
