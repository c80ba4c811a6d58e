/** Documents of Mongoose where plain values could stand, and what their own `save()` says. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Error as MongooseError,
  Schema,
  createConnection,
  type ClientSession,
  type Connection,
  type Model,
} from 'mongoose';
import { ExpectedVersion } from '../../src/index.js';
import { countsVersions } from '../../src/mongoose/counts-versions.js';
import { VersionedRepository } from '../../src/mongoose/index.js';
import { mongooseModel } from '../../src/mongoose/mongoose-model.js';
import { MongooseAdapter } from '../../src/mongoose/mongoose.adapter.js';
import { startMongo } from '../support/mongo/start.js';
import { describeOn } from './servers.js';

class Note {
  id!: number;
  title!: string | null;
  secret!: string;
  cents!: number;
  labels!: Map<string, string>;
  __v!: number;
}

/** What it shows is not what is stored, and it has no times. */
const SCHEMA = new Schema(
  {
    _id: Number,
    title: { type: String, required: true },
    secret: String,
    cents: { type: Number, get: (value: number) => value / 100 },
    labels: { type: Map, of: String },
  },
  {
    optimisticConcurrency: true,
    toObject: {
      getters: true,
      transform: (_: unknown, shown: object) => ({ ...shown, secret: undefined }),
    },
  },
).plugin(countsVersions);

const ONE = { title: 'one', secret: 'a', cents: 250, labels: new Map([['a', 'b']]) };
const TWO = { title: 'two', secret: 'b', cents: 350, labels: new Map([['c', 'd']]) };

describeOn(undefined, 'documents of Mongoose', () => {
  let server: Awaited<ReturnType<typeof startMongo>>;
  let connection: Connection;
  let notes: Model<Note>;
  let adapter: MongooseAdapter;
  let repository: VersionedRepository<Note>;
  let ids = 0;

  beforeAll(async () => {
    server = await startMongo();
    connection = await createConnection(server.uri).asPromise();
    notes = connection.model('Note', SCHEMA) as never;
    adapter = new MongooseAdapter('default');
    const description = adapter.lookAfter(mongooseModel({ entity: Note, schema: SCHEMA }, notes as never));
    repository = new VersionedRepository(Note, adapter, description);
  });
  afterAll(async () => {
    await connection.close();
    await server.close();
  });

  const any = () => ExpectedVersion.of({ 'if-match': '*' }, { column: '__v' });
  const stored = (id: number) => notes.collection.findOne({ _id: id } as never);
  const made = async (): Promise<number> => {
    ids += 1;
    await repository.insert({ ...ONE, id: ids });
    return ids;
  };
  const loaded = async (session: ClientSession | null = null) => {
    const id = await made();
    return { id, note: (await notes.findById(id).session(session))! };
  };

  describe.each<[string, (values: Partial<Note>) => Partial<Note>]>([
    ['plain values', (values) => values],
    ['a document', ({ id, ...values }) => new notes({ _id: id, ...values })],
  ])('%s', (_, given) => {
    it('is created as it is stored, and with no times where the schema has none', async () => {
      ids += 1;
      const created = await repository.insert(given({ ...ONE, id: ids }));
      expect(created).toBeInstanceOf(notes);
      expect(await stored(ids)).toEqual({ ...ONE, _id: ids, labels: { a: 'b' }, __v: expect.any(Number) });
    });

    it('is written over a row as it is stored, but for its key and version', async () => {
      const id = await made();
      const { __v: before } = (await stored(id))!;
      await repository.update({ id }, given({ ...TWO, id: 99_999, __v: 1 }), any());
      const written = { ...TWO, _id: id, labels: { c: 'd' }, __v: (before as number) + 1 };
      expect(await stored(id)).toEqual(written);
      expect(await stored(99_999)).toBeNull();
    });
  });

  describe('within a transaction', () => {
    it('is the same, and undone with it', async () => {
      const id = await made();
      const attempt = connection.transaction(async (session) => {
        const within = repository.within(session);
        const written = await within.update({ id }, new notes({ title: 'undone' }), any());
        expect(written.title).toBe('undone');
        await within.save(Object.assign(written, { secret: 'undone' }), any());
        expect(await within.insert(new notes({ ...ONE, _id: id + 1_000 }))).toBeInstanceOf(notes);
        throw new Error('undo');
      });
      await expect(attempt).rejects.toThrow(/^undo$/);
      expect(await stored(id)).toMatchObject({ title: 'one', secret: 'a' });
      expect(await stored(id + 1_000)).toBeNull();
    });

    it('a save() that meets another write is the transaction’s to repeat', async () => {
      const session = await connection.startSession();
      session.startTransaction();
      const { id, note } = await loaded(session);
      await notes.updateOne({ _id: id }, { title: 'theirs' });
      const saved = adapter.save(Note, note.set('title', 'lost'), session);
      await expect(saved).rejects.toMatchObject({ code: 112 });
      await session.endSession();
      expect(await stored(id)).toMatchObject({ title: 'theirs' });
    });
  });

  describe('save()', () => {
    it.each(['one', 'lost'])('of the title %j writes nothing over a newer document', async (title) => {
      const { id, note } = await loaded();
      await notes.updateOne({ _id: id }, { title: 'theirs' });
      note.title = title;
      await expect(repository.save(note, any())).rejects.toMatchObject({ status: 412 });
      expect(await stored(id)).toMatchObject({ title: 'theirs' });
      await notes.deleteOne({ _id: id });
      await expect(repository.save(note, any())).rejects.toMatchObject({ status: 404 });
    });

    it('rejects with what a validator says', async () => {
      const { id, note } = await loaded();
      const saved = repository.save(note.set('title', null), any());
      await expect(saved).rejects.toThrow(MongooseError.ValidationError);
      expect(await stored(id)).toMatchObject({ title: 'one' });
    });
  });
});
