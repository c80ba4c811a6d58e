/** A PUT replaces: what it leaves out is to be gone. Only a PATCH or a DELETE can be seen to have been applied already. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Injectable, Patch, Put, type Type } from '@nestjs/common';
import { currentFrom, ETag, NoETag, Versioned } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { failureOf, send, STAGES } from '../../support/stages.js';

interface Thing {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly note: string;
}

@Injectable()
class Things {
  ran = 0;
  thing: Thing | null = { id: 1, version: 3, name: 'cup', note: 'chipped' };
}

const current = currentFrom(Things, ({ thing }) => thing);
const tag = ({ version }: Thing) => version;

@Controller('wrong')
class OnPut {
  @Put() @Versioned({ current, alreadyApplied: true }) route(): void {}
}

@Controller('wrong')
class OnPutByFunction {
  @Put() @ETag({ tag, current, alreadyApplied: true }) route(): void {}
}

@Controller('things')
@Versioned({ current, alreadyApplied: ['id', 'version', 'name'] })
class ThingsController {
  constructor(private readonly things: Things) {}

  @Put() put(): object | null {
    return this.run();
  }

  @Patch() patch(): object | null {
    return this.run();
  }

  @Delete() remove(): void {
    this.run();
  }

  @Put('own') @NoETag() own(): object | null {
    return this.run();
  }

  private run(): object | null {
    this.things.ran += 1;
    return this.things.thing;
  }
}

describe.each(STAGES)('alreadyApplied, on $name', (stage) => {
  let app: RunningApp | undefined;
  afterEach(() => app?.close());

  it.each<[string, Type]>([
    ['@Versioned()', OnPut],
    ['@ETag()', OnPutByFunction],
  ])('%s on a PUT: is refused at start-up, and where it belongs is named', async (_, controller) => {
    const failure = await failureOf(stage.start({ controllers: [controller], providers: [Things] }));
    expect(failure).toContain(`${controller.name}.route: `);
    for (const word of ['alreadyApplied', 'PATCH', 'DELETE']) expect(failure).toContain(word);
  });

  it('on a class is for its PATCH and DELETE', async () => {
    app = await stage.start({ controllers: [ThingsController], providers: [Things] });
    const things = app.app.get(Things);
    const stale = { 'if-match': '"2"' };
    const statuses: number[] = [];
    for (const body of [{}, { name: 'cup' }, { id: 1, version: 3, name: 'cup', note: 'chipped' }]) {
      statuses.push((await send(app, 'PUT /things', stale, body)).status);
    }
    expect(statuses).toEqual([412, 412, 412]);
    expect((await send(app, 'PATCH /things', stale, { name: 'cup' })).status).toBe(204);
    expect((await send(app, 'PATCH /things', stale, { name: 'mug' })).status).toBe(412);
    // What is not named cannot be found out by trial.
    expect((await send(app, 'PATCH /things', stale, { note: 'chipped' })).status).toBe(412);
    expect((await send(app, 'DELETE /things', stale)).status).toBe(412);
    things.thing = null;
    expect((await send(app, 'DELETE /things', stale)).status).toBe(204);
    expect(things.ran).toBe(0);
  });
});
