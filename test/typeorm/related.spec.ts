import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import * as fc from 'fast-check';
import { OptimisticLockVersionMismatchError } from 'typeorm';
import { ExpectedVersion } from '../../src/index.js';
import { TypeOrmAdapter, VersionedRepository } from '../../src/typeorm/index.js';
import { conflictOf } from '../../src/versioned/conflicts.js';
import { describeDatabases, open, type OpenDatabase } from './databases.js';
import {
  BASES,
  change,
  GRAPH_CHANGES,
  GRAPH_SHAPES,
  graphOf,
  type Graph,
  type GraphChange,
  type Part,
  type Root,
} from './related.entities.js';

type Writer = 0 | 1;
type Step = readonly [
  what: 'delete' | 'mark' | 'plain save' | 'race' | 'read' | 'restore' | 'save' | 'update',
  writer: Writer,
  changes: GraphChange,
];

const WHAT = [
  'read',
  'read',
  'save',
  'save',
  'save',
  'update',
  'plain save',
  'race',
  'mark',
  'restore',
  'delete',
];

const STEPS: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(fc.constantFrom(...(WHAT as Step[0][])), fc.constantFrom<Writer>(0, 1), GRAPH_CHANGES),
  { maxLength: 10 },
);

/** A graph as the database has it: what anybody could read of it, and the versions behind that. */
interface Stored {
  /** Without keys and versions, so that it can be compared with that of a twin. */
  readonly content: object;
  readonly version: number | null;
  /** Of each part, by its key: its content, and its version. */
  readonly parts: ReadonlyMap<number, readonly [content: string, version: number | undefined]>;
}

const RELATIONS = { parts: true, labels: true } as const;
const FAILED = Symbol('an error that TypeORM has for the twin as well');

const GRAPHS_TRIED = BASES.map((base) => Object.assign({}, fc.sample(GRAPH_SHAPES, 1)[0]!, { base }));

describeDatabases('two writers of random graphs', (database) => {
  const made = GRAPHS_TRIED.map((shape, at) => Object.assign(graphOf(shape, at), { shape }));
  let db: OpenDatabase;
  let adapter: TypeOrmAdapter;
  let origins = 0;

  beforeAll(async () => {
    db = await open(
      database,
      made.flatMap(({ classes }) => classes),
    );
    adapter = new TypeOrmAdapter('default', db.source);
    for (const { entries } of made) for (const entry of entries) adapter.lookAfter(entry);
  });
  afterAll(() => db?.close());

  /** One graph that two writers write through the adapter, and its twin, that TypeORM alone writes. */
  class Scene {
    private readonly known: Root[] = [];
    private readonly versions: VersionedRepository<Root>;

    private constructor(
      private readonly graph: Graph,
      private readonly own: { id: number; origin: number },
      private readonly twin: { id: number; origin: number },
    ) {
      this.versions = new VersionedRepository(graph.root, adapter as never, adapter.describe(graph.root)!);
    }

    static async of(graph: Graph): Promise<Scene> {
      const roots = db.source.getRepository(graph.root);
      const create = async () => {
        const origin = (origins += 1);
        const texts = ['one', 'two'].map((text) => ({ origin, text }));
        const root = roots.create({
          title: 't',
          size: { w: 1, h: null },
          parts: texts,
        } as Partial<Root> as Root);
        root.labels = [{ origin, name: 'l' }];
        return { id: (await roots.save(root)).id, origin };
      };
      const scene = new Scene(graph, await create(), await create());
      await scene.read(0);
      await scene.read(1);
      return scene;
    }

    async take([what, writer, changes]: Step): Promise<void> {
      if (what === 'read') return this.read(writer);
      const before = await this.stored(this.own);
      if (!before) return;
      if (what === 'race') return this.race(changes, before);
      const loaded = this.known[writer]!;
      const isLive = !('deleted' in before.content);
      // TypeORM's own call writes a marked row.
      if (what === 'plain save' && !isLive) return;
      const isCurrent = loaded.version === before.version && isLive === (what !== 'restore');
      const written = await this.write(what, loaded, changes);
      await this.check(written, isCurrent, before, () => this.alone(what, changes));
      await this.read(writer);
    }

    /** Undefined where it was refused. */
    private async write(what: Step[0], loaded: Root, changes: GraphChange): Promise<unknown> {
      const { id, origin } = this.own;
      const expected = ExpectedVersion.of({ 'if-match': `"${loaded.version}"` });
      const written = {
        save: () => this.versions.save(change(loaded, changes, origin), expected),
        'plain save': () =>
          this.roots.save(change(loaded, { ...changes, title: `${Math.random()}`.slice(0, 20) }, origin)),
        update: () => this.versions.update({ id }, columnsOf(changes) as never, expected),
        mark: () => this.versions.softDelete({ id }, expected),
        restore: () => this.versions.restore({ id }, expected),
        delete: () => this.versions.delete({ id }, expected),
      }[what as 'save']() as Promise<unknown>;
      return written.then(() => true, outcomeOf);
    }

    /** The same on the twin, which nobody else writes, by TypeORM's own calls. */
    private async alone(what: Step[0], changes: GraphChange): Promise<unknown> {
      const { id, origin } = this.twin;
      if (what === 'mark') return this.roots.softDelete({ id });
      if (what === 'restore') return this.roots.restore({ id });
      if (what === 'delete') return this.roots.delete({ id });
      const { title = '' } = ((await this.stored(this.own))?.content ?? {}) as { title?: string };
      const loaded = await this.roots.findOneOrFail({ where: { id }, relations: RELATIONS });
      const all = what === 'update' ? columnsOf(changes) : changes;
      // That of a plain save is random.
      const same = what === 'plain save' ? { ...all, title } : all;
      return this.roots.save(change(loaded, same, origin)).then(() => true, outcomeOf);
    }

    private async check(written: unknown, isCurrent: boolean, before: Stored, alone: () => Promise<unknown>) {
      const after = await this.stored(this.own);
      if (!isCurrent) expect([written === true, after]).toEqual([false, before]);
      else {
        expect(written).toBeDefined();
        const twins = await alone();
        if (written === FAILED) expect([twins, after]).toEqual([FAILED, before]);
        else expect(after?.content).toEqual((await this.stored(this.twin))?.content);
        if (written !== FAILED && after) expect(after.version).not.toBe(before.version);
      }
      for (const [id, [content, version]] of after?.parts ?? []) {
        const [earlier, then] = before.parts.get(id) ?? [content];
        // Whatever has changed has another tag.
        if (version !== undefined && earlier !== content) expect(version).not.toBe(then);
      }
    }

    /** Both save what they have read just now, at once, and one of them has written all of it. */
    private async race(changes: GraphChange, before: Stored): Promise<void> {
      // On PGlite two transactions at once are one: all share its connection.
      if ('deleted' in before.content || !database.concurrent) return;
      await this.read(0);
      await this.read(1);
      const changed = { ...changes, title: 'raced' };
      const both = await Promise.all(this.known.map((loaded) => this.write('save', loaded, changed)));
      if (both.includes(FAILED)) {
        expect(await this.stored(this.own)).toEqual(before);
        // What they hold is changed, and would be refused once more.
        await this.read(0);
        return this.read(1);
      }
      expect(both.toSorted()).toEqual([true, undefined]);
      await this.alone('save', changed);
      expect((await this.stored(this.own))?.content).toEqual((await this.stored(this.twin))?.content);
    }

    private async read(writer: Writer): Promise<void> {
      const found = await this.roots.findOne({ where: { id: this.own.id }, relations: RELATIONS });
      if (found) {
        this.known[writer] = found;
        return;
      }
      // What shows marked rows tells the version, which is all that it takes to restore one.
      const marked = await this.stored(this.own);
      if (marked) this.known[writer]!.version = marked.version!;
    }

    private async stored({ id, origin }: { id: number; origin: number }): Promise<Stored | undefined> {
      const where = { where: { id } as never, relations: RELATIONS, withDeleted: true };
      const root = (await this.roots.findOne(where)) as (Root & { deletedAt: Date | null }) | null;
      if (!root) return undefined;
      const order = { where: { origin } as never, order: { id: 'ASC' } as never, withDeleted: true };
      const parts = await db.source.getRepository(this.graph.part).find(order);
      const inRoot = new Set(root.parts.map((part) => part.id));
      const contents = parts.map((part) => this.contentOf(part, inRoot));
      return {
        content: {
          title: root.title,
          size: root.size,
          pages: root.pages,
          ...(root.deletedAt && { deleted: true }),
          parts: contents,
          labels: root.labels.map(({ name }) => name).toSorted(),
        },
        version: root.version,
        parts: new Map(parts.map((part, at) => [part.id!, [contents[at]!, part.version] as const])),
      };
    }

    private contentOf(part: Part, inRoot: ReadonlySet<number | undefined>): string {
      const { deletedAt } = part as { deletedAt?: Date | null };
      return JSON.stringify([part.text, inRoot.has(part.id), Boolean(deletedAt)]);
    }

    private get roots() {
      return db.source.getRepository(this.graph.root);
    }
  }

  it.each(made.map((each) => [JSON.stringify(each.shape), each] as const))('%s', async (_, graph) => {
    const property = fc.asyncProperty(STEPS, async (steps) => {
      const scene = await Scene.of(graph);
      for (const step of steps) await scene.take(step);
    });
    await fc.assert(property, { numRuns: 6 });
  });
});

function columnsOf({ title, pages }: GraphChange): GraphChange {
  return { ...(title !== undefined && { title }), ...(pages !== undefined && { pages }) };
}

/** What became of a write that threw: undefined where it was refused. */
function outcomeOf(error: unknown): undefined | typeof FAILED {
  if (error instanceof OptimisticLockVersionMismatchError) return undefined;
  if (error instanceof HttpException && [404, 409, 412].includes(error.getStatus())) return undefined;
  if (conflictOf(error) === 'stale') return undefined;
  if (error instanceof Error && error.message.includes('would change without a new version')) return FAILED;
  throw error;
}
