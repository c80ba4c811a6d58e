import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { EtagModule, Versioned, type CurrentResource } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';

/** Everything a context can be asked. */
function toldBy(context: ExecutionContext): unknown[] {
  const http = context.switchToHttp();
  const told: unknown[] = [http.getRequest(), http.getResponse(), http.getNext()];
  const rpc = context.switchToRpc();
  told.push(rpc.getData(), rpc.getContext());
  const ws = context.switchToWs();
  told.push(ws.getClient(), ws.getData());
  told.push(context.getType(), context.getClass(), context.getHandler(), context.getArgs().length);
  return [...told, ...[0, 1, 2].map((index) => context.getArgByIndex(index))];
}

let toldToGuard: unknown[] = [];
let toldToLookup: unknown[] = [];

@Injectable()
class Guard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    toldToGuard = toldBy(context);
    return true;
  }
}

@Injectable()
class ThingState implements CurrentResource {
  current(context: ExecutionContext): object {
    toldToLookup = toldBy(context);
    return { version: 1 };
  }
}

@Controller('things')
@UseGuards(Guard)
class ThingsController {
  @Get() @Versioned({ current: ThingState }) read(): object {
    return { version: 1 };
  }
}

describe.each(ADAPTERS)('the context that the current state is looked up by, on $name', (adapter) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [ThingsController], providers: [ThingState] },
      adapter,
    );
  });
  afterAll(() => running.close());

  it('says what that of a guard says', async () => {
    toldToGuard = [];
    toldToLookup = [];
    const { status } = await request(running.port, { path: '/things', headers: { 'if-none-match': '"1"' } });
    expect([status, toldToGuard.length]).toEqual([304, toldToLookup.length]);
    expect(toldToLookup.map((told, at) => Object.is(told, toldToGuard[at]))).toEqual(
      toldToGuard.map(() => true),
    );
  });
});
