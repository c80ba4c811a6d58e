/** A request may pass several decorated routes before one of them answers it. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Next, Version, VersioningType, type Type } from '@nestjs/common';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setImmediate } from 'node:timers/promises';
import { ETag, EtagModule, type EtagDecision } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp, type StartOptions } from '../../support/adapters.js';

const tagged: unknown[] = [];

function tagOf(value: unknown): string {
  tagged.push(value);
  return String(value);
}

@Controller('versions')
@ETag({ tag: tagOf })
class VersionsController {
  @Version('1') @Get() one(): string {
    return 'one';
  }

  @Version('2') @Get() two(): string {
    return 'two';
  }
}

@Controller('handed-on')
class HandedOnController {
  @Get(':id') @ETag() handOn(@Next() next: () => void): void {
    next();
  }

  @Get('last') @ETag({ tag: tagOf }) last(): string {
    return 'last';
  }
}

let running: RunningApp | undefined;

async function start(
  adapter: (typeof ADAPTERS)[number],
  controller: Type,
  configure: NonNullable<StartOptions['configure']> = () => undefined,
): Promise<void> {
  tagged.length = 0;
  running = await startApp({ imports: [EtagModule.forRoot()], controllers: [controller] }, adapter, {
    configure,
  });
}

function send(path: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`http://127.0.0.1:${running!.port}${path}`, { headers });
}

afterEach(() => running?.close());

describe.each(ADAPTERS)('a version in a header, on $name', (adapter) => {
  it.each(['1', '2'])('%s is tagged once', async (version) => {
    await start(adapter, VersionsController, (app) =>
      app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }),
    );
    const full = await send('/versions', { 'x-version': version });
    const value = ['one', 'two'][Number(version) - 1];
    expect([full.status, full.headers.get('etag'), await full.text()]).toEqual([200, `"${value}"`, value]);
    expect(tagged).toEqual([value]);
    const again = await send('/versions', { 'x-version': version, 'if-none-match': `"${value}"` });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describe('a handler that hands its request on', () => {
  it('has decided nothing: the decision is that of the next', async () => {
    await start(ADAPTERS[0]!, HandedOnController);
    const routes: string[] = [];
    const listen = (message: unknown) => void routes.push((message as EtagDecision).route);
    subscribe('nestjs-etag:decision', listen);
    await send('/handed-on/last', {});
    while (routes.length === 0) await setImmediate();
    unsubscribe('nestjs-etag:decision', listen);
    expect(routes).toEqual(['HandedOnController.last']);
  });

  it('leaves the response to the next', async () => {
    await start(ADAPTERS[0]!, HandedOnController);
    const full = await send('/handed-on/last', {});
    expect([full.status, full.headers.get('etag'), await full.text()]).toEqual([200, '"last"', 'last']);
    expect(tagged).toEqual(['last']);
    expect((await send('/handed-on/last', { 'if-none-match': '"last"' })).status).toBe(304);
  });
});
