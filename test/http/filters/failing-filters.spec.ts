/** A filter of the application that fails itself is the application's error, as Nest has it without the module. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Catch, Controller, Put, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { currentFrom, Versioned } from 'nestjs-etag';
import type { ServerResponse } from 'node:http';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

class Things {
  writes = 0;
  readonly thing = { version: 1 };
}

@Catch()
class Throws implements ExceptionFilter {
  catch(): void {
    throw new Error('the filter failed');
  }
}

@Catch()
class Rejects implements ExceptionFilter {
  async catch(): Promise<void> {
    throw new Error('the filter failed');
  }
}

const current = currentFrom(Things, ({ thing }) => thing);

@Controller('things')
class ThingsController {
  @Put('throws') @Versioned({ current }) @UseFilters(Throws) throws(): object {
    return { version: 2 };
  }

  @Put('rejects') @Versioned({ current }) @UseFilters(Rejects) rejects(): object {
    return { version: 2 };
  }
}

describe.each(STAGES)('a filter that fails, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  it.each(['throws', 'rejects'])('%s: Nest answers 500, and logs why', async (path) => {
    app = await stage.start({ controllers: [ThingsController], providers: [Things] });
    const { status } = await send(app, `PUT /things/${path}`, { 'if-match': '"0"' });
    expect(status).toBe(500);
    expect(app.logger.errors.join()).toContain('the filter failed');
  });

  it('keeps the process alive where the adapter cannot answer either', async () => {
    app = await stage.start({ controllers: [ThingsController], providers: [Things] });
    const adapter = app.app.getHttpAdapter();
    adapter.reply = (response: ServerResponse & { readonly raw?: ServerResponse }) => {
      (response.raw ?? response).end();
      throw new Error('the adapter failed');
    };
    await send(app, 'PUT /things/throws', { 'if-match': '"0"' });
    expect(app.logger.errors.join()).toContain('the adapter failed');
  });
});
