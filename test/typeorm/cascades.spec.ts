import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { ExpectedVersion, PreconditionFailedException } from '../../src/index.js';
import { TypeOrmAdapter, VersionedRepository } from '../../src/typeorm/index.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';
import {
  change,
  graphOf,
  type Graph,
  type GraphChange,
  type GraphShape,
  type Root,
} from './related.entities.js';

const ALL = ['insert', 'update', 'remove'] as const;
const SHAPES: readonly Pick<GraphShape, 'cascade' | 'orphans'>[] = [
  { orphans: 'nullify', cascade: ['remove'] },
  { orphans: 'delete', cascade: ['update', 'remove'] },
  { orphans: 'soft-delete', cascade: [...ALL] },
  { orphans: 'disable', cascade: [...ALL] },
  { orphans: 'delete', cascade: [...ALL] },
];

const GRAPHS = SHAPES.map((these, at): [string, Graph] => {
  const whole = {
    base: 'none',
    version: 'counted',
    partVersion: 'counted',
    embedded: false,
    ...these,
  } as const;
  return [`${these.orphans} orphans, cascade ${JSON.stringify(these.cascade)}`, graphOf(whole, 100 + at)];
});

const CHANGES: readonly GraphChange[] = [
  {},
  { drop: true },
  { drop: true, edit: 'edited', title: 'u' },
  { add: 'added' },
  { drop: true, add: 'added' },
  { unlabel: true },
];

const RELATIONS = { parts: true, labels: true } as const;

describeDatabases('cascades and orphans of save()', (database) => {
  const classes = GRAPHS.flatMap(([, graph]) => graph.classes);
  let db: OpenDatabase;
  let alone: OpenDatabase;
  let adapter: TypeOrmAdapter;
  let origins = 0;

  beforeAll(async () => {
    db = await open(database, classes);
    // TypeORM by itself is the measure of what users expect.
    alone = await open(database, classes);
    adapter = new TypeOrmAdapter('default', db.source);
    for (const [, { entries }] of GRAPHS) for (const entry of entries) adapter.lookAfter(entry);
  });
  afterAll(async () => {
    await db?.close();
    await alone?.close();
  });

  /** A root with two parts and a label, as it is read. */
  async function create({ source }: OpenDatabase, graph: Graph, origin: number): Promise<Root> {
    const parts = await source
      .getRepository(graph.part)
      .save(['one', 'two'].map((text) => ({ origin, text })));
    const labels = await source.getRepository(graph.classes.at(-1)!).save([{ origin, name: 'l' }]);
    const values = { title: 't', parts, labels } as unknown as Root;
    const { id } = await source.getRepository(graph.root).save(values);
    return load(source, graph, id);
  }

  const load = (source: DataSource, graph: Graph, id: number) =>
    source.getRepository(graph.root).findOneOrFail({ where: { id }, relations: RELATIONS }) as Promise<Root>;

  async function stored(
    { source }: OpenDatabase,
    graph: Graph,
    { id }: Root,
    origin: number,
  ): Promise<unknown> {
    const where = { where: { id } as never, relations: RELATIONS, withDeleted: true };
    const root = (await source.getRepository(graph.root).findOne(where)) as Root | null;
    const of = { where: { origin } as never, order: { id: 'ASC' } as never, withDeleted: true };
    const parts = await source.getRepository(graph.part).find(of);
    const inRoot = new Set(root?.parts.map((part) => part.id));
    return {
      root: root && [root.title, root.labels.length],
      parts: parts.map((part) => [
        part.text,
        inRoot.has(part.id),
        Boolean((part as { deletedAt?: Date }).deletedAt),
      ]),
    };
  }

  const outcome = (write: Promise<unknown>) =>
    write.then(
      () => 'written',
      (error: Error) => error.constructor.name,
    );

  describe.each(GRAPHS)('%s', (_, graph) => {
    const versions = () =>
      new VersionedRepository<Root>(graph.root, adapter as never, adapter.describe(graph.root)!);
    const expected = ({ version }: Root) => ExpectedVersion.of({ 'if-match': `"${version}"` });

    it.each(CHANGES)('writes what TypeORM’s own does: %j', async (changes) => {
      const origin = (origins += 1);
      const [mine, theirs] = [await create(db, graph, origin), await create(alone, graph, origin)];
      const result = await outcome(versions().save(change(mine, changes, origin), expected(mine)));
      const measure = await outcome(
        alone.source.getRepository(graph.root).save(change(theirs, changes, origin)),
      );
      expect(result).toBe(measure);
      expect(await stored(db, graph, mine, origin)).toEqual(await stored(alone, graph, theirs, origin));
    });

    it.each(CHANGES)('writes nothing of what was overtaken: %j', async (changes) => {
      const origin = (origins += 1);
      const mine = await create(db, graph, origin);
      await versions().update({ id: mine.id }, { title: 'other' }, expected(mine));
      const before = await stored(db, graph, mine, origin);
      const late = versions().save(change(mine, changes, origin), expected(mine));
      await expect(late).rejects.toThrow(PreconditionFailedException);
      expect(await stored(db, graph, mine, origin)).toEqual(before);
    });

    it('removes with remove() what TypeORM’s own does, and nothing of what was overtaken', async () => {
      const origin = (origins += 1);
      const [mine, theirs] = [await create(db, graph, origin), await create(alone, graph, origin)];
      const stale = await load(db.source, graph, mine.id);
      const { version } = await versions().update({ id: mine.id }, { title: 'other' }, expected(mine));
      const before = await stored(db, graph, mine, origin);
      const refused = await outcome(db.source.getRepository(graph.root).remove(stale));
      expect(refused).toBe('OptimisticLockVersionMismatchError');
      expect(await stored(db, graph, mine, origin)).toEqual(before);
      const fresh = await load(db.source, graph, mine.id);
      expect(fresh.version).toBe(version);
      await db.source.getRepository(graph.root).remove(fresh);
      // TypeORM takes the key from what it removes.
      await alone.source.getRepository(graph.root).remove(await load(alone.source, graph, theirs.id));
      expect(await stored(db, graph, mine, origin)).toEqual(await stored(alone, graph, theirs, origin));
    });
  });
});
