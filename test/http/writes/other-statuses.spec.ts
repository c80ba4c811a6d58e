/** What is no 2xx shows no new state, and is no answer that preconditions could be evaluated for (RFC 9110, 13.2.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, HttpCode, Patch, Put } from '@nestjs/common';
import { currentFrom, Versioned } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

class Store {
  looks = 0;

  read(): object {
    this.looks += 1;
    return { version: 1 };
  }
}

const current = currentFrom(Store, (store) => store.read());

@Controller()
class OtherController {
  @Put('written') @Versioned({ current }) written(): object {
    return { version: 2 };
  }

  @Put('choices') @Versioned({ current }) @HttpCode(300) choices(): object {
    return { version: 2 };
  }

  @Patch('elsewhere') @Versioned({ current }) @HttpCode(303) elsewhere(): object {
    return { version: 2 };
  }

  @Get('choices') @Versioned({ current }) @HttpCode(300) read(): object {
    return { version: 1 };
  }
}

describe.each(STAGES)('a status of the route, on $name', (stage) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await stage.start({ controllers: [OtherController], providers: [Store] });
  });
  afterAll(() => app.close());

  it.each([
    ['PUT /written', 200, '"2"'],
    ['PUT /choices', 300, undefined],
    ['PATCH /elsewhere', 303, undefined],
  ])('%s: the %d shows this tag: %p', async (target, status, etag) => {
    const answer = await send(app, target, { 'if-match': '"1"' }, {});
    expect([answer.status, answer.headers['etag']]).toEqual([status, etag]);
  });

  it('of a read that is no success is sent, whatever the request says', async () => {
    const store = app.app.get(Store);
    store.looks = 0;
    for (const headers of [{ 'if-none-match': '"1"' }, { 'if-match': '"0"' }])
      expect((await send(app, 'GET /choices', headers)).status).toBe(300);
    expect(store.looks).toBe(0);
  });

  it.each([
    [{ 'if-match': '"0"' }, 'is not in the state your request expects'],
    [{ 'if-none-match': '"1"' }, 'is not in the state your request expects'],
    [{ 'if-none-match': '*' }, 'exists already'],
    [{ 'if-match': '"0"', 'if-none-match': '*' }, 'is not in the state your request expects'],
  ])('of 412 says what was expected: %j', async (headers, message) => {
    const answer = await send(app, 'PUT /written', headers, {});
    expect([answer.status, answer.headers['etag']]).toEqual([412, '"1"']);
    expect(answer.text).toContain(message);
  });
});
