import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { TypeOrmAdapter } from '../../../src/typeorm/index.js';
import { describeDatabases, open, startAtOne, type OpenDatabase } from '../../typeorm/databases.js';

@Entity('counters')
class Counter {
  @PrimaryColumn('int')
  id!: number;

  @Column('int')
  value!: number;

  @VersionColumn()
  version!: number;
}

const ROUNDS = Array.from({ length: 1000 }, (_, round) => round);
/** So many rounds at a time: each connection of the pool is busy. */
const AT_ONCE = 25;

describeDatabases('of two at once, exactly one wins:', (database) => {
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;

  beforeAll(async () => {
    db = await open(database, [Counter]);
    adapter = new TypeOrmAdapter('default', db.source);
    adapter.lookAfter(Counter);
  });
  afterAll(() => db?.close());

  const put = (id: number, value: number) => () => adapter.update(Counter, { id }, { value }, ['1']);
  const remove = (id: number) => () => adapter.delete(Counter, { id }, ['1']);
  const insert = (id: number, value: number) => () => adapter.insert(Counter, { id, value });

  type Contest = (id: number) => readonly [() => Promise<unknown>, () => Promise<unknown>];

  /** Which of the two won, in each round. */
  async function play(contest: Contest, exists: boolean): Promise<number[][]> {
    // Not TRUNCATE: on MariaDB a table is gone for a moment then, and others' statements can meet that moment.
    await db.source.createQueryBuilder().delete().from(Counter).execute();
    if (exists) await db.source.getRepository(Counter).insert(ROUNDS.map((id) => ({ id, value: 0 })));
    await startAtOne(db.source, Counter);
    const results: number[][] = [];
    for (let from = 0; from < ROUNDS.length; from += AT_ONCE) {
      const rounds = ROUNDS.slice(from, from + AT_ONCE).map(async (id) => {
        const [one, other] = contest(id);
        // Who is first on its way changes from round to round.
        const sent = id % 2 ? [one(), other()] : [other(), one()].toReversed();
        const won = await Promise.all(sent);
        return [0, 1].filter((place) => Boolean(won[place]));
      });
      results.push(...(await Promise.all(rounds)));
    }
    return results;
  }

  const contests: [string, Contest, boolean][] = [
    ['PUT against PUT', (id) => [put(id, 1), put(id, 2)], true],
    ['DELETE against PUT', (id) => [remove(id), put(id, 2)], true],
    ['DELETE against DELETE', (id) => [remove(id), remove(id)], true],
    ['insert against insert', (id) => [insert(id, 1), insert(id, 2)], false],
  ];

  it.each(contests)('%s, 1,000 rounds', async (_, contest, exists) => {
    const winners = await play(contest, exists);
    expect(winners.filter(({ length }) => length !== 1)).toEqual([]);
    const left = new Map(
      (await db.source.getRepository(Counter).find()).map((counter) => [counter.id, counter]),
    );
    for (const [id, [winner]] of winners.entries()) {
      const value = contest === contests[1]![1] && winner === 0 ? undefined : winner! + 1;
      if (contest === contests[2]![1]) expect(left.has(id)).toBe(false);
      else expect(left.get(id)?.value).toBe(value);
    }
  });
});
