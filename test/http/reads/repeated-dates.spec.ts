/** A date is no list (RFC 9110, 5.3): of two lines of it nobody can say which one is meant. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { currentFrom, LastModified, RequirePrecondition, Versioned } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

const APRIL = 'Tue, 30 Apr 2024 12:00:00 GMT';
const MAY = 'Wed, 01 May 2024 12:00:00 GMT';

class Store {
  read(): object {
    return { version: 1, at: MAY };
  }
}

const current = currentFrom(Store, (store) => store.read());

@Controller()
class DatedController {
  @Get('returned') @LastModified('at') returned(): object {
    return { at: MAY };
  }

  @Get('current') @Versioned({ current, lastModified: 'at' }) current(): object {
    return { version: 1, at: MAY };
  }

  @Put('current') @Versioned({ current, lastModified: 'at' }) write(@Body() body: object): object {
    return { version: 2, ...body };
  }

  @Put('required')
  @Versioned({ current, lastModified: 'at' })
  @RequirePrecondition()
  required(): object {
    return { version: 2 };
  }
}

describe.each(STAGES)('a date on two lines, on $name', (stage) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await stage.start({ controllers: [DatedController], providers: [Store] });
  });
  afterAll(() => app.close());

  const orders = [
    [MAY, APRIL],
    [APRIL, MAY],
    [MAY, MAY],
  ];

  it.each(['returned', 'current'])('is no If-Modified-Since: GET /%s', async (path) => {
    for (const dates of orders) {
      expect([dates, (await send(app, `GET /${path}`, { 'if-modified-since': dates })).status]).toEqual([
        dates,
        200,
      ]);
    }
    expect((await send(app, `GET /${path}`, { 'if-modified-since': [MAY] })).status).toBe(304);
  });

  it.each(['GET /returned', 'GET /current', 'PUT /current'])(
    'is no If-Unmodified-Since: %s',
    async (target) => {
      for (const dates of orders) {
        expect([dates, (await send(app, target, { 'if-unmodified-since': dates })).status]).toEqual([
          dates,
          200,
        ]);
      }
      expect((await send(app, target, { 'if-unmodified-since': [APRIL] })).status).toBe(412);
    },
  );

  it('is no precondition where one is required', async () => {
    const answer = await send(app, 'PUT /required', { 'if-unmodified-since': [MAY, MAY] });
    expect(answer.status).toBe(428);
    expect((await send(app, 'PUT /required', { 'if-unmodified-since': MAY })).status).toBe(200);
  });

  it('does not hide the tags beside it', async () => {
    const headers = { 'if-none-match': ['"0"', '"1"'], 'if-modified-since': [APRIL, APRIL] };
    expect((await send(app, 'GET /current', headers)).status).toBe(304);
  });
});
