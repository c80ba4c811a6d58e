import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Head, Inject, Injectable, Module, Post, Put, Req, type Type } from '@nestjs/common';
import {
  currentFrom,
  EntityAdapters,
  EtagModule,
  Versioned,
  type CollectionRows,
  type LookupRequest,
  type EntityAdapter,
} from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';
import { controllerWith } from '../../support/wrong-controller.js';

class Row {
  id!: number;
  version!: number;
  changed!: Date;
}
class Other {}
class Unknown {}

/** Rows in memory, behind the interface of an ORM. */
class Rows implements EntityAdapter {
  readonly source = 'default';
  readonly rows: Row[] = [{ id: 1, version: 1, changed: new Date(0) }];
  readonly asked: unknown[] = [];
  collection? = async (_: Type, query: object | undefined, withTotal: boolean): Promise<CollectionRows> => {
    this.asked.push([query, withTotal]);
    return { pairs: this.rows, count: this.rows.length, total: withTotal ? 7 : undefined };
  };

  constructor(private readonly entity: Type) {}

  describe(entity: Type) {
    return entity === this.entity ? { version: 'version', key: ['id'], lastModified: 'changed' } : undefined;
  }

  keyFrom() {
    return undefined;
  }
  async find() {
    return null;
  }
  async update() {
    return null;
  }
  async delete() {
    return false;
  }
  async insert() {
    return null;
  }
  conflictOf(): undefined {}
}

@Injectable()
class Registration {
  readonly rows = new Rows(Row);
  constructor(@Inject(EntityAdapters) adapters: EntityAdapters) {
    adapters.register(this.rows);
    const others = new Rows(Other);
    delete others.collection;
    adapters.register(others);
  }
}

@Module({ providers: [Registration], exports: [Registration] })
class RowsModule {}

const ALL = { collection: true } as const;
const current = currentFrom(Registration, () => ({}));

const WRONG: readonly [string, Type, RegExp][] = [
  [
    'without an entity',
    controllerWith(Get(), Versioned(ALL)),
    /needs an entity.*@Versioned\(Product, \{ collection/,
  ],
  ['of an unknown entity', controllerWith(Get(), Versioned(Unknown, ALL)), /no adapter looks after Unknown/],
  [
    'that is no function',
    controllerWith(Get(), Versioned(Row, { collection: 'all' as never })),
    /true for all, or a fun/,
  ],
  ['beside "current"', controllerWith(Get(), Versioned(Row, { ...ALL, current })), /Remove one of them/],
  ['on a PUT', controllerWith(Put(), Versioned(Row, ALL)), /stands on a PUT\. Put it on the GET alone/],
  ['on a POST', controllerWith(Post(), Versioned(Row, ALL)), /stands on a POST/],
  [
    'with a key in the path',
    controllerWith(Get(':id'), Versioned(Row, ALL)),
    /names one Row by its key \(id\)/,
  ],
  ['with "param"', controllerWith(Get(':row'), Versioned(Row, { ...ALL, param: 'row' })), /names one Row/],
  [
    'of an adapter without support',
    controllerWith(Get(), Versioned(Other, ALL)),
    /adapter of Other cannot look up/,
  ],
  [
    'with another column',
    controllerWith(Get(), Versioned(Row, { ...ALL, column: 'rev' as never })),
    /compares id, version of Row/,
  ],
  [
    'with another id',
    controllerWith(Get(), Versioned(Row, { ...ALL, id: 'uuid' as never })),
    /Remove "column" and "id"/,
  ],
];

describe('a collection that cannot be', () => {
  it.each(WRONG)('%s is refused at start-up', async (_, controller, mistake) => {
    const start = startApp(
      { imports: [EtagModule.forRoot(), RowsModule], controllers: [controller] },
      ADAPTERS[0]!,
    );
    const error = await start.catch((reason: unknown) => String(reason));
    expect(error).toMatch(/WrongController\.route: /);
    expect(error).toMatch(mistake);
  });
});

const ask = ({ query }: LookupRequest) => (query['x'] ? { where: query['x'] } : undefined);

@Controller()
class RowsController {
  constructor(private readonly registration: Registration) {}

  @Get('shops/:shop/rows')
  @Versioned(Row, ALL)
  list(): Row[] {
    return this.registration.rows.rows;
  }

  @Head('head')
  @Versioned(Row, ALL)
  head(): Row[] {
    return this.registration.rows.rows;
  }

  @Get('asked')
  @Versioned(Row, { collection: async (from) => ask(from) })
  asked(): Row[] {
    return this.registration.rows.rows;
  }

  @Get('envelope')
  @Versioned(Row, {
    collection: () => ({
      order: 'x',
      envelope: (rows: Row[], total: number) => ({ rows, total, changed: 5 }),
    }),
    items: ({ rows }: { rows: Row[] }) => rows,
  })
  envelope(@Req() _: unknown): object {
    return { rows: this.registration.rows.rows, total: 7, changed: 5 };
  }

  @Get('broken')
  @Versioned({ items: (body: { rows: Row[] }) => body.rows })
  broken(): object {
    return { rows: [{ id: 1 }] };
  }
}

describe.each(ADAPTERS)('a collection of any adapter on $name', (adapter) => {
  it.each([
    ['/shops/7/rows', [undefined, false]],
    ['/asked?x=1', [{ where: '1' }, false]],
    ['/envelope', [{ order: 'x' }, true]],
  ])('is asked for before the handler: %s', async (path, asked) => {
    const { app, port, close } = await startApp(
      { imports: [EtagModule.forRoot(), RowsModule], controllers: [RowsController] },
      adapter,
    );
    const { rows } = app.get(Registration);
    const { headers } = await request(port, { path });
    expect(rows.asked).toEqual([]);
    expect(headers['last-modified']).toBeUndefined();
    const again = await request(port, { path, headers: { 'If-None-Match': headers['etag'] } });
    expect([again.status, again.headers['etag'], again.text]).toEqual([304, headers['etag'], '']);
    expect(rows.asked).toEqual([asked]);
    await close();
  });

  it('reports items without a version once, and tags nothing', async () => {
    const { port, logger, close } = await startApp(
      { imports: [EtagModule.forRoot(), RowsModule], controllers: [RowsController] },
      adapter,
    );
    for (const _ of [1, 2]) {
      const { status, headers } = await request(port, { path: '/broken' });
      expect([status, headers['etag']]).toEqual([200, undefined]);
    }
    const reports = logger.warnings.filter((line) => line.includes('RowsController.broken sends no ETag'));
    expect(reports).toHaveLength(1);
    expect(reports[0]).toContain('what it returned has no items that all have id, version');
    const head = await request(port, { method: 'HEAD', path: '/head' });
    expect([head.status, typeof head.headers['etag']]).toEqual([200, 'string']);
    await close();
  });
});
