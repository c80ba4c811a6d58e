import type { CollectionRows } from '../options/collection.interface.js';
import { clientOf } from '../versioned/client-source.js';
import { nullIfExists } from '../versioned/conflicts.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import type { MeantRow, Statements } from '../versioned/statements.interface.js';
import { lockedRow } from './locked-row.js';
import { delegateOf, type PrismaClientLike, type PrismaDelegate } from './prisma-client.interface.js';
import type { PrismaCollectionQuery } from './prisma-entity.interface.js';
import type { PrismaModel } from './prisma-model.js';
import { created, fieldsOf, primaryKey, withValidators, whereOf, written } from './query-arguments.js';

type Client = PrismaClientLike;

/**
 * One statement for each write, and on MySQL a second, in the same transaction, that reads what was written. `update()`
 * and `delete()` of Prisma are never used: on MySQL they read, compare, and then write by the key alone
 * (https://github.com/prisma/prisma/issues/19233).
 */
export class PrismaStatements implements Statements<PrismaModel, Client> {
  /** The client outside of transactions. */
  private readonly base: Client;

  constructor(private readonly client: Client | (() => Client)) {
    this.base = clientOf(client);
  }

  async find(
    model: PrismaModel,
    key: EntityKey,
    as: 'validators' | 'all',
    scope: Client | undefined,
  ): Promise<object | null> {
    const client = this.in(scope);
    const read = () => rowOf(model, key, as, client);
    // MySQL shows a transaction the row as it was when the transaction began, unless the row is locked.
    return model.provider === 'mysql' && client !== this.base ? lockedRow(model, key, client, read) : read();
  }

  update(
    model: PrismaModel,
    row: MeantRow,
    changes: object,
    scope: Client | undefined,
  ): Promise<object | null> {
    const query = { where: whereOf(model, row), data: written(model, changes) };
    return this.together(model, scope, async (client) => {
      const products = delegateIn(client, model);
      if (returns(model))
        return (await products.updateManyAndReturn({ ...query, ...withValidators(model) }))[0] ?? null;
      const { count } = await products.updateMany(query);
      // What the key says of other columns may be what was changed.
      return count > 0 ? rowOf(model, primaryKey(model, row.key), 'all', client) : null;
    });
  }

  async delete(model: PrismaModel, row: MeantRow, scope: Client | undefined): Promise<boolean> {
    const { count } = await delegateIn(this.in(scope), model).deleteMany({ where: whereOf(model, row) });
    return count > 0;
  }

  async insert(model: PrismaModel, values: object, scope: Client | undefined): Promise<object | null> {
    const products = delegateIn(this.in(scope), model);
    const data = created(model, values);
    // An error would end the caller's transaction on PostgreSQL. Elsewhere Prisma has no such statement, or one that
    // passes over other errors as well.
    if (model.provider === 'postgresql') {
      const query = { data: [data], skipDuplicates: true, ...withValidators(model) };
      return (await products.createManyAndReturn(query))[0] ?? null;
    }
    return products.create({ data, ...withValidators(model) }).then((row) => row, nullIfExists);
  }

  async collection(
    model: PrismaModel,
    { where = {}, orderBy, take, skip }: PrismaCollectionQuery = {},
    withTotal: boolean,
    scope: Client | undefined,
    restricted: object | undefined,
  ): Promise<CollectionRows | undefined> {
    const isPage = take !== undefined || skip !== undefined;
    if (withTotal && isPage) return undefined;
    const { key, version } = model.description;
    const theirs = whereOf(model, { key: (restricted ?? {}) as EntityKey, versions: undefined });
    const pairs = await delegateIn(this.in(scope), model).findMany({
      where: { AND: [where, theirs] },
      orderBy: orderBy ?? key.map((name) => ({ [name]: 'asc' })),
      select: fieldsOf([...key, version]),
      ...(take !== undefined && { take }),
      ...(skip !== undefined && { skip }),
    });
    return { pairs, count: pairs.length, total: withTotal ? pairs.length : undefined };
  }

  private in(scope: Client | undefined): Client {
    return scope ?? clientOf(this.client);
  }

  /** In one transaction, where a write and a look at its row are two statements. */
  private together<T>(
    model: PrismaModel,
    scope: Client | undefined,
    run: (client: Client) => Promise<T>,
  ): Promise<T> {
    const client = this.in(scope);
    return returns(model) || client !== this.base || !client.$transaction
      ? run(client)
      : client.$transaction(run);
  }
}

/** Whether an UPDATE returns what it wrote. */
function returns({ provider }: PrismaModel): boolean {
  return provider !== 'mysql';
}

function delegateIn(client: Client, { name }: PrismaModel): PrismaDelegate {
  return delegateOf(client, name)!;
}

async function rowOf(
  model: PrismaModel,
  key: EntityKey,
  as: 'validators' | 'all',
  client: Client,
): Promise<object | null> {
  const { key: members, version, lastModified = version } = model.description;
  const select =
    as === 'all' ? withValidators(model) : { select: fieldsOf([...members, version, lastModified]) };
  return delegateIn(client, model).findFirst({
    where: whereOf(model, { key, versions: undefined }),
    ...select,
  });
}
