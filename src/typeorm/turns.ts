import type { QueryRunner } from 'typeorm';

const LAST = new WeakMap<QueryRunner, Promise<unknown>>();

/** Lets the questions to one connection follow each other: TypeORM tells of all entities of a save() at once. */
export function inTurn<T>(queryRunner: QueryRunner, ask: () => Promise<T>): Promise<T> {
  const turn = (LAST.get(queryRunner) ?? Promise.resolve()).then(ask);
  LAST.set(
    queryRunner,
    turn.catch(() => undefined),
  );
  return turn;
}
