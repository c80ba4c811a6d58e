import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import type { EntityModel, MeantRow, Statements } from '../../src/versioned/statements.interface.js';
import { describeContract } from '../adapters/contract.js';

class Product {}
class Line {}

interface Model extends EntityModel {
  readonly unique: string | undefined;
}

const INTEGER = { kind: 'integer' } as const;
const PRODUCT: Model = {
  entity: Product,
  description: { version: 'version', key: ['id'], lastModified: 'updatedAt' },
  version: INTEGER,
  key: { id: INTEGER },
  columns: new Set(['id', 'title', 'sku', 'stock', 'version', 'updatedAt']),
  unique: 'sku',
};
const LINE: Model = {
  entity: Line,
  description: { version: 'version', key: ['order', 'line'], lastModified: undefined },
  version: INTEGER,
  key: { order: INTEGER, line: { kind: 'text' } },
  columns: new Set(['order', 'line', 'quantity', 'version']),
  unique: undefined,
};

type Row = Record<string, unknown>;
type Tables = Map<Model, Row[]>;

/** Statements on arrays. Each of them takes effect at once, after a turn of the event loop. */
class ArrayStatements implements Statements<Model, Tables> {
  readonly tables: Tables = new Map([
    [PRODUCT, []],
    [LINE, []],
  ]);

  async find(model: Model, key: object, _: unknown, scope = this.tables): Promise<object | null> {
    const row = scope.get(model)!.find((each) => hasAll(each, key));
    return row ? { ...row } : null;
  }

  async update(model: Model, row: MeantRow, changes: object, scope = this.tables): Promise<object | null> {
    await setImmediate();
    const found = this.matching(model, row, scope);
    if (!found) return null;
    Object.assign(found, changes, { version: (found['version'] as number) + 1 });
    if (model === PRODUCT) found['updatedAt'] = new Date();
    return { ...found };
  }

  async delete(model: Model, row: MeantRow, scope = this.tables): Promise<boolean> {
    await setImmediate();
    const [rows, found] = [scope.get(model)!, this.matching(model, row, scope)];
    if (found) rows.splice(rows.indexOf(found), 1);
    return found !== undefined;
  }

  async insert(model: Model, values: Row, scope = this.tables): Promise<object | null> {
    await setImmediate();
    if (values['title'] === null) throw new Error('a title is missing');
    const rows = scope.get(model)!;
    const { unique, description } = model;
    const isTaken = (row: Row) =>
      description.key.every((name) => row[name] === values[name]) ||
      (unique !== undefined && values[unique] !== null && row[unique] === values[unique]);
    if (rows.some(isTaken)) return null;
    const row = model === PRODUCT ? { ...values, updatedAt: new Date() } : { ...values };
    rows.push(row);
    return { ...row };
  }

  private matching(model: Model, { key, versions }: MeantRow, scope: Tables): Row | undefined {
    if (versions?.length === 0) throw new Error('IN () is no condition');
    const found = scope.get(model)!.find((row) => hasAll(row, key));
    return found && (versions?.includes(found['version']) ?? true) ? found : undefined;
  }
}

/** Passes over what says nothing, as libraries do, and refuses a number beyond the column, as databases do. */
function hasAll(row: Row, values: object): boolean {
  return Object.entries(values).every(([name, value]) => {
    if (typeof value === 'number' && value !== Math.trunc(value) % 2 ** 31) throw new Error('out of range');
    return value === undefined || row[name] === value;
  });
}

describeContract('statements on arrays', async () => {
  const statements = new ArrayStatements();
  const adapter = new ModelAdapter('EtagArrayModule', 'default', statements);
  for (const model of [PRODUCT, LINE]) adapter.lookAfter(model);
  return {
    adapter,
    product: Product,
    line: Line,
    transaction: async (run) => {
      const copy: Tables = new Map(
        [...statements.tables].map(([model, rows]) => [model, structuredClone(rows)]),
      );
      const result = await run(copy);
      for (const [model, rows] of copy) statements.tables.set(model, rows);
      return result;
    },
    errors: { exists: () => Promise.reject(Object.assign(new Error('taken'), { code: '23505' })) },
    close: async () => {},
  };
});

describe('an adapter of models', () => {
  const adapter = () => new ModelAdapter<Model, Tables>('EtagArrayModule', 'default', new ArrayStatements());

  it('names the entity and the fix where it does not look after one', () => {
    expect(() => adapter().keyFrom(Product, {})).toThrow(
      /^Product is not looked after\. Import EtagArrayModule\.forFeature\(\[Product\]\)\. \(.*#entity-not-looked-after\)$/,
    );
  });

  it('takes an entity twice, with one version', () => {
    const one = adapter();
    expect(one.lookAfter(PRODUCT)).toBe(PRODUCT.description);
    expect(one.lookAfter(PRODUCT)).toBe(PRODUCT.description);
    const other = { ...PRODUCT, description: { ...PRODUCT.description, version: 'rev' } };
    expect(() => one.lookAfter(other)).toThrow(/ "version" and "rev" .*#entity-not-looked-after\)$/);
  });

  it('lets a key restrict a row by its columns, and by nothing else', async () => {
    const one = adapter();
    one.lookAfter(PRODUCT);
    expect(one.restrictsKeys).toBe(true);
    await expect(one.find(Product, { id: 1, nonsense: 1 }, 'all')).rejects.toThrow(
      /^Product has no column "nonsense" that a key could restrict\. \(.*#key-members\)$/,
    );
  });

  it('reads no key of which one member is no value of its column', () => {
    const one = adapter();
    one.lookAfter(LINE);
    expect(one.keyFrom(Line, { order: 'x', line: 'a' })).toBeUndefined();
    expect(one.keyFrom(Line, { order: '1', line: '\0' })).toBeUndefined();
  });

  it('asks for no row of which one member of the key is no value of its column', async () => {
    const one = adapter();
    one.lookAfter(LINE);
    await one.insert(Line, { order: 1, line: 'a' });
    expect(await one.find(Line, { order: 2 ** 40, line: 'a' }, 'all')).toBeNull();
    expect(await one.find(Line, { order: 1, line: 'a' }, 'all')).not.toBeNull();
  });

  it('finds no row that is marked as deleted, since it marks none', async () => {
    const one = adapter();
    one.lookAfter(PRODUCT);
    await one.insert(Product, { id: 1 });
    expect(await one.find(Product, { id: 1 }, 'deleted')).toBeNull();
  });

  it('has no lists where its statements have none', () => {
    expect(adapter().collection).toBeUndefined();
  });
});
