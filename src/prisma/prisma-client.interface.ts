/** Arguments of a query, in Prisma's words. */
export type PrismaArguments = Readonly<Record<string, unknown>>;

/** How many rows a statement has changed. */
interface PrismaBatch {
  readonly count: number;
}

/** One model of a client, such as `prisma.product`. */
export interface PrismaDelegate {
  /** The columns by their property. */
  readonly fields: Readonly<Record<string, { readonly typeName: string; readonly isList: boolean }>>;
  findFirst(args: PrismaArguments): PromiseLike<object | null>;
  findMany(args: PrismaArguments): PromiseLike<object[]>;
  create(args: PrismaArguments): PromiseLike<object>;
  createManyAndReturn(args: PrismaArguments): PromiseLike<object[]>;
  updateMany(args: PrismaArguments): PromiseLike<PrismaBatch>;
  updateManyAndReturn(args: PrismaArguments): PromiseLike<object[]>;
  deleteMany(args: PrismaArguments): PromiseLike<PrismaBatch>;
}

/**
 * What clients and transactions of Prisma have in common, whatever their schema is. Each model is a property of its own,
 * which TypeScript cannot say here.
 */
export interface PrismaClientLike {
  $queryRawUnsafe<Rows>(text: string, ...values: readonly unknown[]): PromiseLike<Rows>;
  /** Transactions of Prisma 6 have none. */
  $transaction?<T>(run: (transaction: PrismaClientLike) => Promise<T>): Promise<T>;
}

/** A model's property of the client begins with a small letter. */
export function delegateOf(client: PrismaClientLike, model: string): PrismaDelegate | undefined {
  return Reflect.get(client, model.charAt(0).toLowerCase() + model.slice(1)) as PrismaDelegate | undefined;
}
