import { describe, expect, it } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import { NEVER } from 'rxjs';
import { EtagInterceptor } from '../../src/index.js';
import { ExchangeRunner } from '../../src/interceptors/exchange-runner.js';
import { PlanRegistry } from '../../src/request/plan-registry.js';

class ThingsController {
  list(): void {}
}

describe('a decorated handler the module never saw', () => {
  it('is refused, rather than served without its preconditions', async () => {
    const none = undefined as never;
    const interceptor = new EtagInterceptor(
      new ModulesContainer(),
      new ExchangeRunner(new PlanRegistry(), none, none, none),
    );
    const context = {
      getClass: () => ThingsController,
      getHandler: () => ThingsController.prototype.list,
    } as unknown as ExecutionContext;
    await expect(interceptor.intercept(context, { handle: () => NEVER })).rejects.toThrow(
      'ThingsController.list: EtagModule has no plan for this route',
    );
  });
});
