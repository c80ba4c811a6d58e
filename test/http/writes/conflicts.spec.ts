import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Put, type ArgumentsHost } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import {
  currentFrom,
  EntityAdapters,
  EtagModule,
  IfMatch,
  Versioned,
  type EntityAdapter,
  type ExpectedVersion,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { CatchAll } from '../../support/catch-all.filter.js';
import { request } from '../../support/wire.js';

class OddError extends Error {}

/** Only the adapter knows what its own error means. */
const adapter = {
  source: 'default',
  describe: () => undefined,
  conflictOf: (error: unknown) => (error instanceof OddError ? 'stale' : undefined),
} as unknown as EntityAdapter;

@Injectable()
class Store {
  error: Error = new Error('unset');
  current: object | null | Error = { version: 7 };
  /** What the filter of the application was asked for. */
  caught: unknown;

  look(): object | null {
    if (this.current instanceof Error) throw this.current;
    return this.current;
  }
}

@Injectable()
class Noting extends CatchAll {
  constructor(private readonly store: Store) {
    super();
  }

  override catch(error: unknown, host: ArgumentsHost): void {
    this.store.caught = error;
    super.catch(error, host);
  }
}

@Controller('rows')
class RowsController {
  constructor(private readonly store: Store) {}

  @Put('looked-up')
  @Versioned({ current: currentFrom(Store, (store) => store.look()), creates: true })
  lookedUp(): never {
    this.store.current = { version: 8 };
    throw this.store.error;
  }

  @Put('failing')
  @Versioned({ current: currentFrom(Store, (store) => store.look()) })
  failing(): never {
    this.store.current = new Error('down');
    throw this.store.error;
  }

  @Put('asserted')
  @Versioned()
  asserted(@IfMatch() expected: ExpectedVersion): never {
    expected.consume();
    throw this.store.error;
  }
}

const STALE = Object.assign(new Error('serialization failure'), { code: '40001' });
const EXISTS = Object.assign(new Error('duplicate key'), { code: '23505' });

describe.each(ADAPTERS)('a conflict the database finds, on $name', (platform) => {
  let running: RunningApp;
  let store: Store;

  beforeAll(async () => {
    const providers = [Store, { provide: APP_FILTER, useClass: Noting }];
    running = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [RowsController], providers },
      platform,
    );
    store = running.app.get(Store);
    running.app.get(EntityAdapters).register(adapter);
  });
  afterAll(() => running.close());
  afterEach(() => {
    store.current = { version: 7 };
  });

  function put(path: string, error: Error, headers: Record<string, string>) {
    store.error = error;
    return request(running.port, { method: 'PUT', path: `/rows/${path}`, headers });
  }

  it.each<[string, string, Error, Record<string, string>, number, string?]>([
    ['412 with the current tag', 'looked-up', STALE, { 'if-match': '"7"' }, 412, '"8"'],
    ['412 without it, where it cannot be had', 'failing', STALE, { 'if-match': '"7"' }, 412],
    ['412 without it, where nobody can say', 'asserted', STALE, { 'if-match': '"7"' }, 412],
    [
      '412 of an error only the adapter knows',
      'looked-up',
      new OddError(),
      { 'if-match': '"7"' },
      412,
      '"8"',
    ],
    ['409 of an unconditional request', 'looked-up', STALE, {}, 409],
    ['409 of an unconditional request, by the adapter', 'asserted', new OddError(), {}, 409],
    ['what the application says, where something exists', 'looked-up', EXISTS, { 'if-match': '"7"' }, 599],
    ['what the application says of another error', 'looked-up', new Error('other'), {}, 599],
  ])('is %s', async (_, path, error, headers, status, etag = '') => {
    const response = await put(path, error, headers);
    expect([response.status, response.headers['etag'] ?? '']).toEqual([status, etag]);
  });

  it('says what the matter is', async () => {
    const response = await put('looked-up', STALE, { 'if-match': '"7"' });
    expect(response.text).toContain('not in the state your request expects');
    // That something exists is the application's to say, where nobody asked for it to be absent.
    for (const headers of [{ 'if-match': '"7"' }, { 'if-none-match': '"1"' }, {}]) {
      store.current = { version: 7 };
      expect((await put('looked-up', EXISTS, headers)).status).toBe(599);
      expect(running.app.get(Store).caught).toBe(EXISTS);
    }
  });

  it('is 412 where something exists that was to be created', async () => {
    store.current = null;
    const response = await put('looked-up', EXISTS, { 'if-none-match': '*' });
    expect(response).toMatchObject({ status: 412, headers: { etag: '"8"' } });
    expect(response.text).toContain('exists already');
  });
});
