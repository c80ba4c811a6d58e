/** A response is never older than what it shows (RFC 9110, 8.8.2.1): Node makes the text of a Date once in a second. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { ETag, EtagModule, LastModified } from 'nestjs-etag';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { send } from '../../support/stages.js';

const second = () => Math.floor(Date.now() / 1000);

/** Lets nothing else run until the next second has begun. */
function block(): void {
  for (const before = second(); second() === before;);
}

@Controller()
class FreshController {
  @Get('dated') @LastModified('at') dated(): object {
    block();
    return { at: new Date() };
  }

  @Get('tagged') @ETag({ tag: () => 't', lastModified: 'at' }) tagged(): object {
    block();
    return { at: new Date() };
  }

  @Get('old') @LastModified('at') old(): object {
    return { at: new Date(0) };
  }
}

describe.each(ADAPTERS)('the Date of a response, on $name', (adapter) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ imports: [EtagModule.forRoot()], controllers: [FreshController] }, adapter);
  });
  afterAll(() => app.close());

  it.each(['dated', 'tagged'])('is no earlier than its Last-Modified: GET /%s', async (path) => {
    // Node keeps the text of this Date.
    await send(app, 'GET /old');
    const { headers } = await send(app, `GET /${path}`);
    expect(Date.parse(headers['date']!)).toBeGreaterThanOrEqual(Date.parse(headers['last-modified']!));
  });

  it('is there once', async () => {
    for (const path of ['dated', 'old']) {
      const { rawHeaders } = await send(app, `GET /${path}`);
      expect(rawHeaders.filter((name) => name.toLowerCase() === 'date')).toHaveLength(1);
    }
  });
});
