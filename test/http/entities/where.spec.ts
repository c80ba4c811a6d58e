import { Controller, Get } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import { EtagModule, Versioned } from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';

@Controller()
class WrongController {
  @Get()
  @Versioned({ where: () => ({ tenantId: 1 }) })
  route(): object {
    return {};
  }
}

it('"where" without an entity is refused at start-up', async () => {
  const start = startApp({ imports: [EtagModule.forRoot()], controllers: [WrongController] }, ADAPTERS[0]!);
  await expect(start).rejects.toThrow(
    'WrongController.route: "where" needs an entity whose rows it restricts. Use @Versioned(Product, { where }).',
  );
});
