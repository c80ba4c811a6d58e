/* oxlint-disable unicorn/no-thenable -- they are what this is about */
import { HttpException } from '@nestjs/common';
import { defer, from, of } from 'rxjs';

export interface Thing {
  readonly id: number;
  readonly version: number;
  readonly at: Date;
}

type Settle = (value: unknown) => unknown;

/** How often a statement ran, by the name of who asked for it. */
export const runs = new Map<string, number>();
export const THING: Thing = { id: 1, version: 3, at: new Date('2024-05-01T12:00:00Z') };
const FAILURE = new HttpException('the statement failed', 418);

function run(name: string): Thing {
  runs.set(name, (runs.get(name) ?? 0) + 1);
  return THING;
}

/** As of Knex, Drizzle, Mongoose and Prisma: the statement runs when it is awaited, and each time it is. */
class QueryBuilder {
  /** What such an object is made of must never be what a tag is made of. */
  readonly statement = { method: 'select', table: 'things' };

  constructor(private readonly name: string) {}

  where(): this {
    return this;
  }

  then(resolve: Settle, reject: Settle): Promise<unknown> {
    return Promise.resolve(run(this.name)).then(resolve, reject);
  }

  catch(reject: Settle): Promise<unknown> {
    return this.then((value) => value, reject);
  }
}

/** A promise that begins its work when it is looked at, as of slonik and others. */
class LazyPromise extends Promise<unknown> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  statement = '';

  static of(name: string): LazyPromise {
    return Object.assign(new LazyPromise(() => undefined), { statement: name });
  }

  override then<A = unknown, B = never>(
    resolve?: ((value: unknown) => A | PromiseLike<A>) | null,
    reject?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return Promise.resolve<unknown>(run(this.statement)).then(resolve, reject);
  }
}

/** Things that handlers return, each of which comes to the same entity, and runs one statement. */
export const KINDS: Record<string, (name: string) => unknown> = {
  value: run,
  promise: async (name) => run(name),
  builder: (name) => new QueryBuilder(name).where(),
  'promise of a builder': async (name) => new QueryBuilder(name),
  'builder in a promise in a promise': async (name) => Promise.resolve(new QueryBuilder(name)),
  'plain thenable': (name) => ({ then: (resolve: Settle) => resolve(run(name)) }),
  'thenable that settles later': (name) => ({
    then: (resolve: Settle) => setImmediate(() => resolve(run(name))),
  }),
  'thenable that settles twice': (name) => ({
    then: (resolve: Settle) => {
      resolve(run(name));
      resolve({ id: 2, version: 9 });
    },
  }),
  'thenable that settles, and throws': (name) => ({
    then: (resolve: Settle) => {
      resolve(run(name));
      throw new Error('too late');
    },
  }),
  'thenable of a thenable': (name) => ({
    then: (resolve: Settle) => resolve({ then: (inner: Settle) => inner(run(name)) }),
  }),
  'getter of then': (name) => ({
    get then() {
      return (resolve: Settle) => resolve(run(name));
    },
  }),
  'inherited getter of then': (name) =>
    Object.create({
      get then() {
        return (resolve: Settle) => resolve(run(name));
      },
    }),
  'function with a then': (name) =>
    Object.assign(() => undefined, { then: (resolve: Settle) => resolve(run(name)) }),
  'object without a prototype': (name) =>
    Object.assign(Object.create(null) as object, { then: (resolve: Settle) => resolve(run(name)) }),
  'lazy promise': (name) => LazyPromise.of(name),
  'promise of a lazy promise': async (name) => LazyPromise.of(name),
  observable: (name) => defer(() => of(run(name))),
  'promise of an observable': async (name) => defer(() => of(run(name))),
  'observable of a promise': (name) => defer(async () => run(name)),
  'observable of a builder': (name) => from(new QueryBuilder(name) as unknown as PromiseLike<unknown>),
  'thenable of an observable': (name) => ({ then: (resolve: Settle) => resolve(defer(() => of(run(name)))) }),
  'promise of an observable of several': async (name) =>
    defer(() => {
      run(name);
      return of({ id: 1, version: 1 }, THING);
    }),
};

/** Things that fail, each with the same error. */
export const FAILURES: Record<string, () => unknown> = {
  throw: () => {
    throw FAILURE;
  },
  rejection: () => Promise.reject(FAILURE),
  'thenable that rejects': () => ({ then: (_: Settle, reject: Settle) => reject(FAILURE) }),
  'thenable that throws': () => ({
    then: () => {
      throw FAILURE;
    },
  }),
  'getter of then that throws': () => ({
    get then(): never {
      throw FAILURE;
    },
  }),
  'observable that fails': () =>
    defer(() => {
      throw FAILURE;
    }),
  'promise of an observable that fails': async () =>
    defer(() => {
      throw FAILURE;
    }),
};
