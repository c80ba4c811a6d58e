/** What Prisma gives an extension of one operation. */
interface Operation {
  readonly model: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- Prisma gives every operation of every model a type of its own
  readonly args: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- the same
  readonly query: (args: any) => Promise<any>;
}

/** An extension for `client.$extends()`. */
export interface VersionCounter {
  readonly name: string;
  readonly query: {
    readonly $allModels: Readonly<
      Record<
        'update' | 'updateMany' | 'updateManyAndReturn' | 'upsert',
        (operation: Operation) => Promise<unknown>
      >
    >;
  };
}

/**
 * Makes an application's own `update()`, `updateMany()`, `updateManyAndReturn()` and `upsert()` give their rows a new
 * version, in the same statement. A version that such a write has among its values is passed over.
 *
 * Nested writes of other models and raw SQL go past it: for these, use a trigger.
 * @param versions the field that is the version, by the name of its model
 * @example
 * ```ts
 * const prisma = new PrismaClient({ adapter }).$extends(countVersions({ Product: 'version' }));
 * ```
 */
export function countVersions(versions: Readonly<Record<string, string>>): VersionCounter {
  const counting =
    (member: 'data' | 'update') =>
    ({ model, args, query }: Operation): Promise<unknown> => {
      const version = Object.hasOwn(versions, model) ? versions[model] : undefined;
      if (version === undefined) return query(args);
      return query({ ...args, [member]: { ...args[member], [version]: { increment: 1 } } });
    };
  return {
    name: 'nestjs-etag',
    query: {
      $allModels: {
        update: counting('data'),
        updateMany: counting('data'),
        updateManyAndReturn: counting('data'),
        upsert: counting('update'),
      },
    },
  };
}
