/** A controller in two modules has the current state of the module that is called. */
import { describe, expect, it } from '@jest/globals';
import { Controller, Module, Put, Scope, type Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { currentFrom, EtagModule, Versioned } from 'nestjs-etag';
import { startApp } from '../../support/adapters.js';
import { STAGES } from '../../support/stages.js';
import { request } from '../../support/wire.js';

class Things {
  constructor(readonly version: number) {}
}

function modulesOf(scope: Scope): [Type, Type] {
  @Controller({ path: 'things', scope })
  class ThingsController {
    @Put() @Versioned({ current: currentFrom(Things, ({ version }) => ({ version })) }) update(): object {
      return { version: 9 };
    }
  }
  const provided = (version: number) => ({ provide: Things, useValue: new Things(version) });
  @Module({ controllers: [ThingsController], providers: [provided(1)] })
  class First {}
  @Module({ controllers: [ThingsController], providers: [provided(2)] })
  class Second {}
  return [First, Second];
}

describe.each(STAGES)('a controller in two modules, on $name', ({ adapter }) => {
  it.each([
    ['a singleton', Scope.DEFAULT],
    ['made for each request', Scope.REQUEST],
  ])('%s', async (_, scope) => {
    const [first, second] = modulesOf(scope);
    const routes = RouterModule.register([
      { path: 'first', module: first },
      { path: 'second', module: second },
    ]);
    const app = await startApp({ imports: [EtagModule.forRoot(), first, second, routes] }, adapter);
    const put = async (path: string) =>
      (await request(app.port, { method: 'PUT', path, headers: { 'if-match': '"2"' } })).status;
    expect([await put('/first/things'), await put('/second/things')]).toEqual([412, 200]);
    await app.close();
  });
});
