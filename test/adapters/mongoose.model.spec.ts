import { getModelToken, MongooseModule } from '@nestjs/mongoose';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Schema, createConnection, type Connection, type SchemaOptions } from 'mongoose';
import { EtagModule } from '../../src/index.js';
import { countsVersions } from '../../src/mongoose/counts-versions.js';
import { EtagMongooseModule } from '../../src/mongoose/index.js';
import { mongooseModel, type AnyModel } from '../../src/mongoose/mongoose-model.js';
import { MongooseStatements } from '../../src/mongoose/mongoose.statements.js';
import { ADAPTERS, startApp } from '../support/adapters.js';
import { startMongo } from '../support/mongo/start.js';
import { describeOn } from './servers.js';

class Note {}
class Reminder {}

const OPTIONS: SchemaOptions = { optimisticConcurrency: true };
const FIELDS = { _id: Number, title: String };

describeOn(undefined, 'a model of Mongoose', () => {
  let server: Awaited<ReturnType<typeof startMongo>>;
  let connection: Connection;
  beforeAll(async () => {
    server = await startMongo();
    connection = await createConnection(server.uri).asPromise();
  });
  afterAll(async () => {
    await connection.close();
    await server.close();
  });

  let names = 0;
  const modelOf = (fields: object, options: SchemaOptions = {}) => {
    names += 1;
    const schema: Schema = new Schema(fields as object, { ...OPTIONS, ...options } as object);
    schema.plugin(countsVersions);
    const model = connection.model(`Note${names}`, schema) as unknown as AnyModel;
    return mongooseModel({ entity: Note, schema: schema as never }, model);
  };

  it.each<[string, SchemaOptions, string | undefined]>([
    ['no times', {}, undefined],
    ['no times, as it says', { timestamps: false }, undefined],
    ['times', { timestamps: true }, 'updatedAt'],
    ['one time alone', { timestamps: { createdAt: true } }, 'updatedAt'],
    ['times of other names', { timestamps: { updatedAt: 'changed' } }, 'changed'],
    ['no time of the last change', { timestamps: { updatedAt: false } }, undefined],
  ])('with %s', (_, options, lastModified) => {
    expect(modelOf(FIELDS, options).description.lastModified).toBe(lastModified);
  });

  it('knows its paths by their names and aliases, and what is nested by its first member', () => {
    const { paths, description } = modelOf(
      {
        _id: Number,
        title: { type: String, alias: ['heading', 'name'] },
        size: { width: { type: Number, alias: 'width' }, height: Number },
      },
      { discriminatorKey: 'kind' },
    );
    expect(paths).toEqual({
      id: '_id',
      title: 'title',
      heading: 'title',
      name: 'title',
      size: 'size',
      __v: '__v',
    });
    expect(description.numbers).toEqual(expect.arrayContaining(['_id', 'size.width', '__v']));
  });

  it('cannot be looked after without an "_id"', () => {
    expect(() => modelOf({ title: String }, { _id: false })).toThrow('its schema has no "_id" that a text');
  });

  it('has no list where a value is none that its path could have, and one where it is null', async () => {
    const model = modelOf(FIELDS);
    await model.model.collection.insertMany([
      { _id: 1, title: 'a', __v: 1 },
      { _id: 2, title: null, __v: 2 },
    ] as never);
    const statements = new MongooseStatements();
    const list = (restricted?: object, query = {}, withTotal = false) =>
      statements.collection(model, query, withTotal, undefined, restricted);
    const [one, two] = [
      { id: '1', __v: 1 },
      { id: '2', __v: 2 },
    ];
    expect((await list())!.pairs).toEqual([one, two]);
    expect((await list({ title: null }))!.pairs).toEqual([two]);
    expect((await list({}, { limit: 1, skip: 1, sort: { _id: -1 } }))!.pairs).toEqual([one]);
    expect(await list({}, {}, true)).toBeUndefined();
    expect(await list({ id: { $gt: 0 } })).toEqual({ pairs: [], count: 0, total: undefined });
  });

  it.each([5, 'x', null, { $ne: null }])(
    'finds no document by %j, which is no ObjectId of one',
    async (id) => {
      const model = modelOf({ title: String });
      await model.model.create({ title: 'a' });
      for (const as of ['validators', 'all'] as const)
        expect(await new MongooseStatements().find(model, { id }, as, undefined)).toBeNull();
    },
  );

  it('is registered with its collection and what derives from it', async () => {
    const schema = new Schema(FIELDS, { ...OPTIONS, discriminatorKey: 'kind' } as never);
    const discriminators = [{ name: Reminder.name, schema: new Schema({ due: Date }) }];
    const entry = { entity: Note, schema: schema as never, collection: 'kept', discriminators };
    const imports = [
      MongooseModule.forRoot(server.uri),
      EtagMongooseModule.forFeature([entry]),
      EtagModule.forRoot(),
    ];
    const { app, close } = await startApp({ imports }, ADAPTERS[0]!);
    const reminders = app.get<AnyModel>(getModelToken(Reminder.name), { strict: false });
    await reminders.create({ _id: 1, title: 'a', due: new Date(0) });
    expect(await connection.collection('kept').findOne({})).toMatchObject({ _id: 1, kind: 'Reminder' });
    await close();
  });
});
