import { Controller, Get, Inject, Injectable } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import { EntityAdapters, EtagModule, Versioned } from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';
import { MapAdapter, type Row } from '../../support/map-adapter.js';

@Controller()
class WrongController {
  @Get()
  @Versioned({ where: () => ({ tenantId: 1 }) })
  route(): object {
    return {};
  }
}

it('"where" on an adapter that finds rows by their key alone is refused at start-up', async () => {
  class Thing implements Row {
    readonly id!: string;
    readonly version!: number;
  }

  @Controller()
  class ThingsController {
    @Get(':id')
    @Versioned(Thing, { where: () => ({ version: 1 }) })
    route(): object {
      return {};
    }
  }

  @Injectable()
  class Registration {
    constructor(@Inject(EntityAdapters) adapters: EntityAdapters) {
      adapters.register(new MapAdapter(Thing));
    }
  }

  const start = startApp(
    { imports: [EtagModule.forRoot()], controllers: [ThingsController], providers: [Registration] },
    ADAPTERS[0]!,
  );
  await expect(start).rejects.toThrow(
    'ThingsController.route: the adapter of Thing finds rows by their key alone. Remove "where", or give it a "current".',
  );
});

it('"where" without an entity is refused at start-up', async () => {
  const start = startApp({ imports: [EtagModule.forRoot()], controllers: [WrongController] }, ADAPTERS[0]!);
  await expect(start).rejects.toThrow(
    'WrongController.route: "where" needs an entity whose rows it restricts. Use @Versioned(Product, { where }).',
  );
});
