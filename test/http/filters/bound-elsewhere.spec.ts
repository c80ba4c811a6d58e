/** The filter of the module on a route without its decorators, where an application may bind it: there Nest answers. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseFilters } from '@nestjs/common';
import { ETag, PreconditionFailedException, PreconditionFilter } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

@Controller('things')
@UseFilters(PreconditionFilter)
class ThingsController {
  @Get('plain') plain(): void {
    throw new PreconditionFailedException();
  }

  @Get('tagged') @ETag() tagged(): void {
    throw new PreconditionFailedException();
  }
}

describe.each(STAGES)('PreconditionFilter that the application binds, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  it.each([
    ['plain', /^application\/json/],
    ['tagged', /^application\/problem\+json/],
  ])('%s: 412', async (path, type) => {
    app = await stage.start({ controllers: [ThingsController], options: { errors: 'problem' } });
    const { status, headers } = await send(app, `GET /things/${path}`);
    expect(status).toBe(412);
    expect(headers['content-type']).toMatch(type);
  });
});
