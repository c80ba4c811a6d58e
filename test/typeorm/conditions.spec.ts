import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Column,
  Entity,
  Equal,
  FindOperator,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  VersionColumn,
  type Relation,
} from 'typeorm';
import { TypeOrmAdapter } from '../../src/typeorm/index.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';

class Size {
  @Column('int', { nullable: true }) w!: number | null;
  @Column('int', { nullable: true }) h!: number | null;
}

@Entity('teams')
class Team {
  @PrimaryColumn('int') id!: number;
  @Column('varchar', { length: 20 }) name!: string;
}

@Entity('desks')
class Desk {
  @PrimaryColumn('int') floor!: number;
  @PrimaryColumn('int') no!: number;
}

@Entity('papers')
class Paper {
  @PrimaryColumn('int') id!: number;
  @Column('int', { nullable: true }) tenantId!: number | null;
  @Column(() => Size) size!: Size;
  @ManyToOne(() => Team, { nullable: true }) team!: Relation<Team> | null;
  @ManyToOne(() => Desk, { nullable: true })
  @JoinColumn(['floor', 'no'].map((name) => ({ name: `desk_${name}`, referencedColumnName: name })))
  desk!: Relation<Desk> | null;
  @VersionColumn() version!: number;
}

const ROWS = [
  { id: 1, tenantId: 1, size: { w: 1, h: 5 }, team: { id: 0 }, desk: { floor: 1, no: 2 } },
  { id: 2, tenantId: null, size: { w: null, h: 5 }, team: null, desk: null },
  { id: 3, tenantId: 2, size: { w: 3, h: 5 }, team: { id: 7 }, desk: { floor: 2, no: 2 } },
];

/** What restricts the rows of a request, and the rows it has. `open`: it does not say which, so that it has none. */
const CONDITIONS: readonly [where: object, rows: 'open' | readonly number[], list?: 'joined'][] = [
  [{}, [1, 2, 3]],
  [{ tenantId: 1 }, [1]],
  [{ tenantId: Equal(2) }, [3]],
  [{ tenantId: null }, [2]],
  [{ tenantId: undefined }, 'open'],
  [{ tenantId: undefined, size: { w: 1 } }, 'open'],
  [{ size: { w: 1 } }, [1]],
  [{ size: { w: null, h: 5 } }, [2]],
  [{ size: { w: undefined, h: 5 } }, 'open'],
  [{ size: {} }, 'open'],
  [{ size: null }, 'open'],
  [{ team: { id: 7 } }, [3]],
  [{ team: { id: 0, name: 'a name from before' } }, [1]],
  [{ team: 7 }, [3]],
  [{ team: Equal(7) }, [3]],
  [{ team: null }, [2]],
  [{ team: { id: null } }, [2]],
  [{ team: {} }, 'open'],
  [{ team: { id: undefined } }, 'open'],
  [{ desk: { floor: 1, no: 2 } }, [1], 'joined'],
  [{ desk: null }, [2]],
  [{ desk: { floor: 1 } }, 'open'],
  [{ desk: { floor: 1, no: null } }, 'open'],
  [{ desk: 1 }, 'open'],
];

const NAMED = CONDITIONS.map(([where, rows, list]) => [textOf(where), where, rows, list] as const);

function textOf(where: object): string {
  const shown = (_: string, value: unknown) => (value instanceof FindOperator ? `is ${value.value}` : value);
  return JSON.stringify(where, (name, value) => (value === undefined ? 'undefined' : shown(name, value)));
}

/** TypeORM 0.3 passes over such values always, and TypeORM 1 where it is told to. */
const OPTIONS = [
  ['as it is', {}],
  [
    'told to pass over what is nothing',
    { invalidWhereValuesBehavior: { null: 'ignore', undefined: 'ignore' } },
  ],
] as const;

describeDatabases('what restricts the rows of a request', (database) => {
  describe.each(OPTIONS)('with TypeORM %s', (__, options) => {
    let db: OpenDatabase;
    let adapter: TypeOrmAdapter;
    beforeAll(async () => {
      db = await open(database, [Paper, Team, Desk], options);
      adapter = new TypeOrmAdapter('default', db.source);
      adapter.lookAfter(Paper);
      await db.source.getRepository(Team).insert([0, 7].map((id) => ({ id, name: 'a' })));
      await db.source.getRepository(Desk).insert([1, 2].map((floor) => ({ floor, no: 2 })));
    });
    afterAll(() => db?.close());
    beforeEach(async () => {
      await db.source.getRepository(Paper).createQueryBuilder().delete().execute();
      await db.source.getRepository(Paper).insert(ROWS as Paper[]);
    });

    /** The rows of which something is so. */
    async function rows(is: (id: number) => Promise<unknown>): Promise<number[]> {
      const found: number[] = [];
      for (const { id } of ROWS) if (await is(id)) found.push(id);
      return found;
    }

    it.each(NAMED)('%s are the same rows to all that reads and writes', async (_, where, expected) => {
      const ids = expected === 'open' ? [] : expected;
      expect(await rows((id) => adapter.find(Paper, { id, ...where }, 'validators'))).toEqual(ids);
      expect(await rows((id) => adapter.find(Paper, { id, ...where }, 'all'))).toEqual(ids);
      expect(await rows((id) => adapter.update(Paper, { id, ...where }, {}, undefined))).toEqual(ids);
      expect(await rows((id) => adapter.delete(Paper, { id, ...where }, undefined))).toEqual(ids);
    });

    it.each(NAMED)('%s are the same rows to a list', async (_, where, expected, how) => {
      // A query that joins is left to the handler.
      const count = expected === 'open' || how === 'joined' ? undefined : expected.length;
      for (const query of [undefined, {}, { where: [] }, { where: { size: { h: 5 } } }]) {
        const list = await adapter.collection(Paper, query as never, true, undefined, where);
        expect([list?.count, list?.total]).toEqual([count, count]);
      }
    });

    it.each([[{ nonsense: 1 }], [{ 'size.w': 1 }], [{ size: { z: 1 } }]])(
      '%j is a mistake',
      async (where) => {
        const message = 'Paper has no column';
        await expect((async () => adapter.find(Paper, { id: 1, ...where }, 'all'))()).rejects.toThrow(
          message,
        );
        const list = async () => adapter.collection(Paper, {}, true, undefined, where);
        await expect(list()).rejects.toThrow(message);
      },
    );
  });
});
