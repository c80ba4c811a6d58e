/** What an If-Match on what is absent comes to: 13.2.1 asks what the answer would be without it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, HttpCode, HttpException, NotFoundException, Put } from '@nestjs/common';
import { currentFrom, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import type { MaybePromise } from '../../../src/util/maybe-promise.js';
import type { RunningApp } from '../../support/adapters.js';
import { failureOf, send, STAGES } from '../../support/stages.js';

class Store {
  calls = 0;

  read(): object | null {
    return null;
  }

  /** Fails with a status, at once or later. */
  fail(status: string, isLate: boolean): MaybePromise<never> {
    const error = new HttpException('no', Number(status));
    if (isLate) return Promise.reject(error);
    throw error;
  }
}

const failing = currentFrom(Store, (store, { params }) =>
  store.fail(params['status']!, params['when'] === 'later'),
);

const current = currentFrom(Store, (store) => store.read());

@Controller()
class AbsentController {
  constructor(private readonly store: Store) {}

  @Get('things') @Versioned({ current }) read(): never {
    throw new NotFoundException();
  }

  @Delete('things') @Versioned({ current }) @HttpCode(204) remove(): void {
    this.store.calls += 1;
  }

  @Delete('idempotent') @Versioned({ current, absent: 412 }) @HttpCode(204) idempotent(): void {
    this.store.calls += 1;
  }

  @Delete('asserted') @Versioned({ absent: 412 }) @HttpCode(204) asserted(
    @IfMatch() expected: ExpectedVersion,
  ): void {
    expected.assert(this.store.read());
    this.store.calls += 1;
  }

  @Put('upsert') @Versioned({ current, creates: true }) upsert(): object {
    this.store.calls += 1;
    return { version: 1 };
  }

  @Put('failing/:when/:status') @Versioned({ current: failing, creates: true }) failing(): object {
    this.store.calls += 1;
    return { version: 1 };
  }

  @Put('existing/:when/:status') @Versioned({ current: failing }) existing(): object {
    this.store.calls += 1;
    return { version: 1 };
  }

  @Put('put') @Versioned({ current, absent: 412 }) put(): object {
    this.store.calls += 1;
    return { version: 1 };
  }
}

@Controller('wrong')
class WrongController {
  @Delete() @Versioned({ current, absent: 410 as never }) remove(): void {}
}

@Controller('contradiction')
class ContradictionController {
  @Put() @Versioned({ current, creates: true, absent: 404 }) write(): void {}
}

describe.each(STAGES)('If-Match on what is absent, on $name', (stage) => {
  let app: RunningApp;
  let store: Store;
  beforeAll(async () => {
    app = await stage.start({ controllers: [AbsentController], providers: [Store] });
    store = app.app.get(Store);
  });
  afterAll(() => app.close());

  it.each([
    [404, 'DELETE /things'],
    [412, 'DELETE /idempotent'],
    [412, 'DELETE /asserted'],
    [412, 'PUT /upsert'],
    [412, 'PUT /put'],
  ])('is %i, and nothing is done: %s', async (status, target) => {
    for (const tag of ['"1"', '*']) {
      store.calls = 0;
      const answer = await send(app, target, { 'if-match': tag });
      expect([tag, answer.status, answer.headers['etag'], store.calls]).toEqual([tag, status, undefined, 0]);
    }
  });

  it.each([
    [204, 'DELETE /things'],
    [204, 'DELETE /idempotent'],
    [204, 'DELETE /asserted'],
    [200, 'PUT /upsert'],
    [200, 'PUT /put'],
  ])('does not matter without it: %i, %s', async (status, target) => {
    for (const headers of [{}, { 'if-none-match': '*' }])
      expect([headers, (await send(app, target, headers)).status]).toEqual([headers, status]);
  });

  it.each(['now', 'later'])('is what the 404 of a lookup says on a route that creates: %s', async (when) => {
    const put = async (path: string, headers: Record<string, string>) =>
      (await send(app, `PUT /${path}`, headers)).status;
    expect(await put(`failing/${when}/404`, { 'if-match': '"1"' })).toBe(412);
    store.calls = 0;
    expect(await put(`failing/${when}/404`, { 'if-none-match': '*' })).toBe(200);
    expect(store.calls).toBe(1);
    // No other error says so, nor does a 404 on a route that creates nothing.
    for (const headers of [{ 'if-match': '"1"' }, { 'if-none-match': '*' }]) {
      expect(await put(`failing/${when}/403`, headers)).toBe(403);
      expect(await put(`existing/${when}/404`, headers)).toBe(404);
    }
    expect(store.calls).toBe(1);
  });

  it('is nothing else than 404 or 412', async () => {
    const given = { controllers: [WrongController], providers: [Store] };
    expect(await failureOf(stage.start(given))).toContain('WrongController.remove');
    const both = { controllers: [ContradictionController], providers: [Store] };
    expect(await failureOf(stage.start(both))).toContain('ContradictionController.write');
  });
});
