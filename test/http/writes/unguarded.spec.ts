import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Patch, Put } from '@nestjs/common';
import {
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  PreconditionReport,
  RequirePrecondition,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

interface Thing {
  readonly version: number;
}

@Injectable()
class Things {
  readonly thing = { version: 1 };
}

const current = currentFrom(Things, (things) => things.thing);

@Controller('things')
class ThingsController {
  @Put('forgotten') @Versioned() forgotten(@IfMatch() _: ExpectedVersion): object {
    return { version: 2 };
  }

  @Put('asserted') @Versioned() async asserted(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert({ version: 1 });
    return { version: 2 };
  }

  @Put('compared') @Versioned() compared(@IfMatch() expected: ExpectedVersion): object {
    expected.consume();
    return { version: 2 };
  }

  @Put('impatient')
  @ETag({ tag: async ({ version }: Thing) => version })
  impatient(@IfMatch() expected: ExpectedVersion): object {
    void expected.assert({ version: 7 });
    return { version: 2 };
  }

  @Put('deaf') @Versioned() deaf(@IfMatch() expected: ExpectedVersion): object {
    try {
      void expected.assert({ version: 7 });
    } catch {
      // As though nothing were the matter.
    }
    return { version: 2 };
  }

  @Put('checked') @Versioned({ current }) checked(): object {
    return { version: 2 };
  }

  @Put('forgotten-but-checked') @Versioned({ current }) both(@IfMatch() _: ExpectedVersion): object {
    return { version: 2 };
  }

  @Put('reported') @Versioned({ current, preconditions: 'report' }) reported(): object {
    return { version: 2 };
  }

  @Put('required') @Versioned({ current, preconditions: 'required' }) required(): object {
    return { version: 2 };
  }

  @Patch('optional') @Versioned({ current, preconditions: 'optional' }) optional(): object {
    return { version: 2 };
  }

  @Patch('wins') @RequirePrecondition() @Versioned({ current, preconditions: 'optional' }) wins(): object {
    return { version: 2 };
  }
}

describe.each(ADAPTERS)('writes that succeed, on $name', (adapter) => {
  let running: RunningApp;
  afterEach(() => running.close());

  async function start(options: EtagModuleOptions = {}): Promise<void> {
    const metadata = {
      imports: [EtagModule.forRoot(options)],
      controllers: [ThingsController],
      providers: [Things],
    };
    running = await startApp(metadata, adapter);
    running.logger.clear();
  }

  async function send(path: string, headers: Record<string, string> = { 'if-match': '"1"' }, method = 'PUT') {
    return (await request(running.port, { method, path: `/things/${path}`, headers })).status;
  }

  it('are an error where nothing evaluated the precondition', async () => {
    await start();
    expect(await send('forgotten')).toBe(500);
    expect(await send('forgotten', { 'if-none-match': '"9"' })).toBe(500);
    expect(running.logger.errors.join()).toContain(
      'ThingsController.forgotten succeeded, but nothing evaluated the preconditions of the request',
    );
  });

  it('are an error in the log each time, on request', async () => {
    await start({ onUnguardedWrite: 'warn' });
    expect([await send('forgotten'), await send('forgotten')]).toEqual([200, 200]);
    expect(running.logger.errors).toHaveLength(2);
  });

  it('are logged rather than refused in production', async () => {
    const { NODE_ENV } = process.env;
    process.env['NODE_ENV'] = 'production';
    await start();
    process.env['NODE_ENV'] = NODE_ENV;
    expect(await send('forgotten')).toBe(200);
    expect(running.logger.errors).toHaveLength(1);
  });

  it('are fine without preconditions, or where a store compares', async () => {
    await start();
    expect([await send('forgotten', {}), await send('compared')]).toEqual([200, 200]);
    expect([running.logger.errors, running.logger.warnings]).toEqual([[], []]);
  });

  it.each(['checked', 'asserted'])('are mentioned once where they were %s and no more', async (path) => {
    await start();
    expect([await send(path), await send(path)]).toEqual([200, 200]);
    expect(running.logger.warnings).toEqual([
      expect.stringMatching(
        new RegExp(`^ThingsController\\.${path} is checked before it writes.*#checked-but-not-compared\\)`),
      ),
    ]);
  });

  it.each([
    ['impatient', 'although assert(entity) found that the preconditions do not hold'],
    ['deaf', 'although assert(entity) found that the preconditions do not hold'],
  ])('are an error where the handler is %s', async (path, why) => {
    await start();
    expect(await send(path)).toBe(500);
    expect(running.logger.errors.join()).toContain(`ThingsController.${path} succeeded, ${why}`);
  });

  it('count as guarded where what comes before the handler evaluated what the handler forgot', async () => {
    await start();
    expect(await send('forgotten-but-checked')).toBe(200);
    expect(running.logger.errors).toEqual([]);
  });

  it('are reported without a precondition, not refused, and 412 with one that fails', async () => {
    await start();
    const statuses = [];
    for (let time = 0; time < 11; time += 1) statuses.push(await send('reported', {}));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect([await send('reported'), await send('reported', { 'if-match': '"0"' })]).toEqual([200, 412]);
    expect(running.app.get(PreconditionReport).counts.get('ThingsController.reported')).toBe(11);
    const reports = running.logger.warnings.filter((line) => line.includes('would answer 428'));
    expect(reports.map((line) => line.match(/: (\d+) .*#unconditional-writes\)/)![1])).toEqual(['1', '10']);
  });

  it('need a precondition where the route says so, or the module does and the route does not', async () => {
    await start({ preconditions: 'required' });
    expect(await send('required', {})).toBe(428);
    expect(await send('checked', {})).toBe(428);
    expect(await send('reported', {})).toBe(200);
    expect(await send('optional', {}, 'PATCH')).toBe(200);
    expect(await send('wins', {}, 'PATCH')).toBe(428);
  });
});
