import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Put, UseInterceptors, type CallHandler, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { EtagModule, ForgetsTags } from '../../../src/index.js';
import { startApp, type RunningApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';

/** The statements that ran, in their order. */
let ran: string[] = [];

/** Runs its statement when it is awaited, each time: so do the query builders of Knex and Drizzle. */
class Query implements PromiseLike<object> {
  constructor(
    private readonly statement: string,
    private readonly fails = false,
  ) {}

  // oxlint-disable-next-line unicorn/no-thenable -- that is what it is about
  then<A, B>(
    fulfilled?: ((value: object) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    ran.push(this.statement);
    const outcome = this.fails ? Promise.reject(new Error('unique')) : Promise.resolve({ done: true });
    return outcome.then(fulfilled, rejected) as Promise<A | B>;
  }
}

/** The same of a library whose queries are promises. */
class Statement extends Promise<object> {
  // oxlint-disable-next-line unicorn/no-thenable -- the same
  override then<A, B>(
    fulfilled?: ((value: object) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    ran.push('subclass');
    return super.then(fulfilled, rejected);
  }

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }
}

class Passing implements NestInterceptor {
  intercept(_: unknown, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

@Controller('plain')
@ForgetsTags('stock')
class StockController {
  @Put('builder')
  builder(): PromiseLike<object> {
    return new Query('builder');
  }

  @Put('failing')
  failing(): PromiseLike<object> {
    return new Query('failing', true);
  }

  @Put('async')
  async later(): Promise<object> {
    return new Query('async');
  }

  @Put('subclass')
  subclass(): Promise<object> {
    return new Statement((resolve) => resolve({ done: true }));
  }

  @Put('rejecting')
  async rejecting(): Promise<object> {
    ran.push('rejecting');
    throw Object.create(null);
  }
}

@Controller('intercepted')
@UseInterceptors(Passing)
class InterceptedController extends StockController {}

describe.each(STAGES)('what a handler of a write returns, on $name', ({ adapter }) => {
  let running: RunningApp;

  beforeAll(async () => {
    running = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [StockController, InterceptedController] },
      adapter,
    );
  });
  afterAll(() => running.close());
  // Jest fails a test in which a rejection comes to light that nobody handles.
  afterEach(() => new Promise((resolve) => setTimeout(resolve, 10)));

  it.each([
    ['plain', 'builder', 200],
    ['plain', 'failing', 500],
    ['plain', 'async', 200],
    ['plain', 'subclass', 200],
    ['plain', 'rejecting', 500],
    ['intercepted', 'builder', 200],
    ['intercepted', 'failing', 500],
    ['intercepted', 'async', 200],
    ['intercepted', 'subclass', 200],
    ['intercepted', 'rejecting', 500],
  ])('is awaited once: %s/%s', async (controller, path, status) => {
    ran = [];
    expect((await request(running.port, { method: 'PUT', path: `/${controller}/${path}` })).status).toBe(
      status,
    );
    expect(ran).toEqual([path]);
  });
});
