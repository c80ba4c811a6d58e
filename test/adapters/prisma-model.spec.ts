import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { EtagModule } from '../../src/index.js';
import { EtagPrismaModule, type PrismaEntity } from '../../src/prisma/index.js';
import { prismaModel } from '../../src/prisma/prisma-model.js';

class Product {}

const DATASOURCE = 'datasource pg {\n  provider = "postgresql" // or "mysql"\n}\n';

/** A client as far as start-up looks at it: fields, and the schema under the name that Prisma has for it. */
function clientOf(model: string, source = DATASOURCE, rest = ''): object {
  const body = `${model}\n`;
  const names = [...body.matchAll(/^\s*(\w+)\s+\w/gm)].map(([, name]) => name!);
  const fields = Object.fromEntries(names.map((name) => [name, { name, typeName: '', isList: false }]));
  const inlineSchema = `${source}${rest}\nmodel Product {\n${body}}\n`;
  return { _engineConfig: { inlineSchema }, product: { fields } };
}

const start = (entry: Partial<PrismaEntity>, client: object) =>
  Test.createTestingModule({
    imports: [
      EtagModule.forRoot(),
      EtagPrismaModule.forFeature([{ entity: Product, ...entry }], { useFactory: () => client }),
    ],
  }).compile();

describe('a model of Prisma', () => {
  it('is what its schema says, by fields', () => {
    const client = clientOf(
      `  tenant  String @pg.Uuid @map("tenant_id") // @id is below
  number  Int @pg.SmallInt
  kind    Kind @default(Large)
  at      DateTime
  note    String? @default("// no } comment @id")
  isOpen  Boolean @map(name: "is_open")
  price   Decimal
  body    Bytes
  version BigInt
  @@id(fields: [tenant, number(sort: Desc), kind])
  @@map(name: "products")
  @@schema("shop")`,
      DATASOURCE,
      'enum Kind {\n  Small @map("s")\n  Large\n}\n',
    );
    const model = prismaModel({ entity: Product, lastModified: 'at' }, client as never);
    expect(model).toMatchObject({
      provider: 'postgresql',
      table: ['shop', 'products'],
      version: { kind: 'integer', bits: 64 },
      key: {
        tenant: { kind: 'uuid' },
        number: { kind: 'integer', bits: 16 },
        kind: { kind: 'enum', members: ['Small', 'Large'] },
      },
      description: {
        version: 'version',
        key: ['tenant', 'number', 'kind'],
        lastModified: 'at',
        numbers: ['number', 'price', 'version'],
      },
    });
    expect(model.fields.get('isOpen')!.column).toBe('is_open');
  });

  it.each([
    ['Int @pg.TinyInt', { kind: 'integer', bits: 8 }],
    ['Int', { kind: 'integer', bits: 32 }],
    ['BigInt', { kind: 'integer', bits: 64 }],
    ['String', { kind: 'text' }],
    ['DateTime', { kind: 'timestamp' }],
    ['Boolean', { kind: 'boolean' }],
    ['Decimal', { kind: 'decimal' }],
    ['Float', { kind: 'decimal' }],
    ['Bytes', { kind: 'bytes' }],
  ])('has a key of the type %s, which is %j', (type, expected) => {
    const client = clientOf(`  key ${type} @id\n  version Int`);
    expect(prismaModel({ entity: Product }, client as never).key).toEqual({ key: expected });
  });

  it('has a key that no text is, where its type is none of the schema', () => {
    const client = clientOf('  kind Kind @id\n  version Int', DATASOURCE, 'enum Kinds {\n  Small\n}\n');
    expect(prismaModel({ entity: Product }, client as never).key).toEqual({
      kind: { kind: 'enum', members: [] },
    });
  });

  it('starts an application', async () => {
    const app = await start({}, clientOf('  id Int @id\n  version Int'));
    await app.close();
  });

  const fine = '  id Int @id\n  version Int';

  it.each<[string, string, Partial<PrismaEntity>, object]>([
    ['has no version', 'has no field "version". Add `version Int', {}, clientOf('  id Int @id')],
    [
      'has a text as version',
      'is a String, which Prisma cannot count',
      {},
      clientOf('  id Int @id\n  version String'),
    ],
    ['has a version that may be null', 'may be null', {}, clientOf('  id Int @id\n  version Int?')],
    ['has no primary key', 'no primary key. Add @id', {}, clientOf('  id Int @unique\n  version Int')],
    ['is none of the client', 'no model "Order"', { model: 'Order' }, clientOf(fine)],
    ['has no such date', 'no DateTime "changed"', { lastModified: 'changed' }, clientOf(fine)],
    [
      'is in an unknown database',
      'is "sqlserver"',
      {},
      clientOf(fine, DATASOURCE.replace('postgresql', 'sqlserver')),
    ],
    ['is in no database', 'is "none"', {}, clientOf(fine, '')],
    ['is of a client without a schema', 'Give its text: { schema }', {}, { product: { fields: {} } }],
  ])('that %s is refused at start-up, with its name and the fix', async (_, text, entry, client) => {
    const refused = start(entry, client);
    await expect(refused).rejects.toThrow(/EtagPrismaModule cannot look after Product: /);
    await expect(refused).rejects.toThrow(text);
  });

  it('takes the text of its schema from the application, where the client does not show it', async () => {
    const { product, _engineConfig: config } = clientOf(fine) as {
      product: object;
      _engineConfig: { inlineSchema: string };
    };
    const app = await start({ schema: config.inlineSchema }, { product });
    await app.close();
  });
});
