/** Where Mongoose by itself loses a write, or gives two contents one tag: what it does alone, and what the adapter does. */
import { MongooseModule } from '@nestjs/mongoose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Schema, createConnection, type Connection, type Model, type SchemaOptions } from 'mongoose';
import { EtagModule } from '../../src/index.js';
import { countsVersions } from '../../src/mongoose/counts-versions.js';
import { EtagMongooseModule, type MongooseEntity } from '../../src/mongoose/index.js';
import { mongooseModel } from '../../src/mongoose/mongoose-model.js';
import { MongooseAdapter } from '../../src/mongoose/mongoose.adapter.js';
import { ADAPTERS, startApp } from '../support/adapters.js';
import { startMongo } from '../support/mongo/start.js';
import { describeOn } from './servers.js';

class Note {}

type NoteModel = Model<{ title: string; __v: number }>;

const OPTIONS: SchemaOptions = { optimisticConcurrency: true };

const schemaOf = (options: SchemaOptions = OPTIONS, fields: object = {}) =>
  new Schema({ _id: Number, title: String, ...fields }, options as never);

/** Each writes `two` with one call of Mongoose's own. */
const WRITES: readonly (readonly [string, (notes: NoteModel, id: number) => Promise<unknown>])[] = [
  ['updateOne()', (notes, _id) => notes.updateOne({ _id }, { title: 'two' })],
  ['updateMany()', (notes, _id) => notes.updateMany({ _id }, { $set: { title: 'two' } })],
  ['findOneAndUpdate()', (notes, _id) => notes.findOneAndUpdate({ _id }, { title: 'two' })],
  ['findByIdAndUpdate()', (notes, id) => notes.findByIdAndUpdate(id, { title: 'two' })],
  ['an upsert', (notes, _id) => notes.updateOne({ _id }, { title: 'two' }, { upsert: true })],
  [
    'findOneAndUpdate() that upserts',
    (notes, _id) => notes.findOneAndUpdate({ _id }, { title: 'two' }, { upsert: true }),
  ],
  [
    'an update with a pipeline',
    (notes, _id) => notes.updateOne({ _id }, [{ $set: { title: 'two' } }], { updatePipeline: true }),
  ],
  [
    'bulkWrite()',
    (notes, _id) => notes.bulkWrite([{ updateOne: { filter: { _id }, update: { title: 'two' } } }]),
  ],
  [
    'bulkWrite() of many',
    (notes, _id) => notes.bulkWrite([{ updateMany: { filter: { _id }, update: { title: 'two' } } }]),
  ],
];

/** Each puts another document in the place of the first, and sets the version back or says what it is. */
const RESETS: typeof WRITES = [
  ['replaceOne()', (notes, _id) => notes.replaceOne({ _id }, { title: 'two' } as never)],
  ['findOneAndReplace()', (notes, _id) => notes.findOneAndReplace({ _id }, { title: 'two' } as never)],
  [
    'bulkWrite() that replaces',
    (notes, _id) =>
      notes.bulkWrite([{ replaceOne: { filter: { _id }, replacement: { title: 'two' } as never } }]),
  ],
  ['a body with a version', (notes, _id) => notes.updateOne({ _id }, { title: 'two', __v: 0 })],
  ['$set of the version', (notes, _id) => notes.updateOne({ _id }, { $set: { title: 'two', __v: 0 } })],
  ['$unset of the version', (notes, _id) => notes.updateOne({ _id }, { title: 'two', $unset: { __v: 1 } })],
];

describeOn(undefined, 'traps of Mongoose', () => {
  let server: Awaited<ReturnType<typeof startMongo>>;
  let connection: Connection;
  let alone: NoteModel;
  let counting: NoteModel;
  let adapter: MongooseAdapter;
  let ids = 0;

  beforeAll(async () => {
    server = await startMongo();
    connection = await createConnection(server.uri, { monitorCommands: true }).asPromise();
    alone = connection.model('Alone', schemaOf()) as never;
    const schema = schemaOf().plugin(countsVersions);
    counting = connection.model('Note', schema) as never;
    adapter = new MongooseAdapter('default');
    adapter.lookAfter(mongooseModel({ entity: Note, schema }, counting as never));
    // Two transactions at once are to find the collection there.
    await Promise.all([alone.init(), counting.init()]);
  });
  afterAll(async () => {
    await connection.close();
    await server.close();
  });

  const made = async (notes: NoteModel, version = 0) => {
    ids += 1;
    await notes.collection.insertOne({ _id: ids, title: 'one', __v: version } as never);
    return ids;
  };
  const read = (notes: NoteModel, id: number) => notes.findById(id).lean();

  describe.each(WRITES)('%s', (_, write) => {
    it('leaves the version as it is', async () => {
      const id = await made(alone, 7);
      await write(alone, id);
      expect(await read(alone, id)).toMatchObject({ title: 'two', __v: 7 });
    });

    it('gives a new version with the plugin', async () => {
      const id = await made(counting, 7);
      await write(counting, id);
      expect(await read(counting, id)).toMatchObject({ title: 'two', __v: 8 });
    });
  });

  describe.each(RESETS)('%s', (_, write) => {
    it('sets the version back, or removes it', async () => {
      const id = await made(alone, 7);
      await write(alone, id);
      const { title, __v = 0 } = (await read(alone, id))!;
      expect([title, __v]).toEqual(['two', 0]);
    });

    it('gives a new version with the plugin', async () => {
      const id = await made(counting, 7);
      await write(counting, id);
      const { title, __v } = (await read(counting, id))!;
      expect(title).toBe('two');
      expect(__v).toBeGreaterThan(7);
    });
  });

  it('an upsert that creates: the server does not see two values of the version', async () => {
    await counting.updateOne({ _id: 5_000 }, { title: 'new' }, { upsert: true });
    await counting.findOneAndUpdate({ _id: 5_001 }, { title: 'new' }, { upsert: true });
    expect(Reflect.get((await read(counting, 5_000))!, '__v')).toBeGreaterThan(0);
    expect(Reflect.get((await read(counting, 5_001))!, '__v')).toBeGreaterThan(0);
  });

  it('an update that says nothing writes nothing', async () => {
    const id = await made(counting, 7);
    await counting.updateOne({ _id: id }, {});
    expect(await read(counting, id)).toMatchObject({ title: 'one', __v: 7 });
  });

  it('save() of a document loaded without its version: Mongoose overwrites, with the plugin it is refused', async () => {
    for (const [notes, title] of [
      [alone, 'lost'],
      [counting, 'others'],
    ] as const) {
      const id = await made(notes);
      const partly = (await notes.findById(id).select('title'))!;
      await notes.findByIdAndUpdate(id, { title: 'others' });
      const saved = partly.set('title', 'lost').save();
      if (notes === alone) await saved;
      else await expect(saved).rejects.toThrow('"__v"');
      expect((await read(notes, id))!.title).toBe(title);
    }
  });

  it('deleteOne() of a stale document deletes; through the adapter it does not', async () => {
    const id = await made(counting);
    const stale = (await counting.findById(id))!;
    await counting.updateOne({ _id: id }, { title: 'others' });
    expect(await adapter.delete(Note, { id }, [String(stale.get('__v'))])).toBe(false);
    await stale.deleteOne();
    expect(await read(counting, id)).toBeNull();
  });

  it('save() through the adapter: one of two wins', async () => {
    const id = await made(counting);
    const [one, two] = [(await counting.findById(id))!, (await counting.findById(id))!];
    expect(Reflect.get((await adapter.save(Note, one.set('title', 'by one')))!, '__v')).toBe(1);
    expect(await adapter.save(Note, two.set('title', 'lost'))).toBeNull();
    expect(await read(counting, id)).toMatchObject({ title: 'by one', __v: 1 });
    await expect(adapter.save(Note, { id, title: 'plain' })).rejects.toThrow('document of Mongoose');
  });

  it('an object of a client’s in a key is no operator', async () => {
    const id = await made(counting);
    const key = { id, title: { $ne: 'x' } };
    expect(await adapter.update(Note, key, { title: 'lost' }, undefined)).toBeNull();
    expect(await adapter.delete(Note, { id: { $gt: 0 } }, undefined)).toBe(false);
    expect(await read(counting, id)).toMatchObject({ title: 'one' });
  });

  it('a write conflict of a transaction is known as one', async () => {
    const id = await made(counting);
    const session = await connection.startSession();
    session.startTransaction();
    await adapter.find(Note, { id }, 'all', session);
    await counting.updateOne({ _id: id }, { title: 'others' });
    const late = adapter.update(Note, { id }, { title: 'lost' }, ['0'], session);
    const error: unknown = await late.catch((reason: unknown) => reason);
    expect(adapter.conflictOf(error)).toBe('stale');
    await session.endSession();
  });

  it('of two transactions that create one document, one wins', async () => {
    for (let round = 0; round < 50; round += 1) {
      const id = 10_000 + round;
      const create = async (title: string) => {
        let created: object | null = null;
        // A conflict has it run once more: what counts is what the last one said.
        await connection.transaction(async (session) => {
          created = await adapter.insert(Note, { id, title }, session);
        });
        return created ? [title] : [];
      };
      const created = await Promise.all([create('left'), create('right')]);
      expect(created.flat()).toEqual([(await read(counting, id))!.title]);
    }
  });

  it('update() is one command, and its condition has the version', async () => {
    const id = await made(counting);
    const commands: unknown[] = [];
    const note = ({ command }: { readonly command: unknown }) => commands.push(command);
    connection.getClient().on('commandStarted', note);
    await adapter.update(Note, { id }, { title: 'two' }, ['0']);
    connection.getClient().off('commandStarted', note);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatchObject({
      findAndModify: 'notes',
      query: { _id: { $eq: id }, __v: { $in: [0] } },
      update: { $set: { title: 'two' }, $inc: { __v: 1 } },
    });
  });

  describe('at start-up', () => {
    // An application that does not start closes nothing.
    const opened: Connection[] = [];
    const kept = (one: Connection) => {
      opened.push(one);
      return one;
    };
    afterAll(() => Promise.all(opened.map((one) => one.close())));

    const start = (entry: Partial<MongooseEntity>) =>
      startApp(
        {
          imports: [
            MongooseModule.forRoot(server.uri, { connectionFactory: kept }),
            EtagMongooseModule.forFeature([{ entity: Note, schema: schemaOf(), ...entry }]),
            EtagModule.forRoot(),
          ],
        },
        ADAPTERS[0]!,
      );

    it.each([
      ['no optimisticConcurrency', { schema: schemaOf({}) }, '@Schema({ optimisticConcurrency: true })'],
      [
        'that of some paths',
        { schema: schemaOf({ optimisticConcurrency: ['title'] }) },
        'optimisticConcurrency',
      ],
      [
        'that but for some paths',
        { schema: schemaOf({ optimisticConcurrency: { exclude: ['title'] } }) },
        'optimistic',
      ],
      ['no version', { schema: schemaOf({ versionKey: false }) }, 'Remove "versionKey: false"'],
      ['a version that is no number', { schema: schemaOf(OPTIONS, { __v: String }) }, 'Use a Number'],
      [
        'a version that is not read',
        { schema: schemaOf(OPTIONS, { __v: { type: Number, select: false } }) },
        'select',
      ],
      ['a key that no text is', { schema: schemaOf(OPTIONS, { _id: Date }) }, '"_id" that a text'],
      ['a path called id', { schema: schemaOf(OPTIONS, { id: String }) }, 'path "id"'],
      ['a date that is no path', { lastModified: 'changedAt' }, '"changedAt"'],
    ])('refuses %s, and names the fix', async (_, entry, fix) => {
      const started = start(entry as never);
      await expect(started).rejects.toThrow(/EtagMongooseModule cannot look after Note: /);
      await expect(started).rejects.toThrow(fix);
    });

    it('refuses a model that was compiled without the plugin, or before it', () => {
      const schema = schemaOf();
      const early = connection.model('Early', schema);
      schema.plugin(countsVersions);
      for (const model of [alone, early]) {
        expect(() => mongooseModel({ entity: Note, schema }, model as never)).toThrow('compiled before');
      }
    });
  });
});
