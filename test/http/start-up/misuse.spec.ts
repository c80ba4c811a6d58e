/** What was silent, or failed at the first request, or in Nest's words: it fails at start-up, and says what to do. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Patch, Post, Put, type Type } from '@nestjs/common';
import {
  ETag,
  EtagModule,
  IfMatch,
  NoETag,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from 'nestjs-etag';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { controllerWith } from '../../support/wrong-controller.js';
import { failureOf, send, STAGES } from '../../support/stages.js';

const THING = { id: 1, version: 3 };

@Controller('classes')
@ETag()
@Versioned()
class BothOnTheClass {
  @Get() route(): void {}
}

/** Two decorators that say where the tag comes from, of which one would win in silence. */
const CONTRADICTIONS: [string, Type, string, string[]][] = [
  [
    '@ETag() above @Versioned()',
    controllerWith(Versioned(), ETag(), Get()),
    'WrongController.route',
    ['@ETag', '@Versioned'],
  ],
  [
    '@Versioned() above @ETag()',
    controllerWith(ETag(), Versioned(), Get()),
    'WrongController.route',
    ['@ETag', '@Versioned'],
  ],
  [
    'the same on a POST',
    controllerWith(
      ETag(() => 1),
      Versioned(),
      Post(),
    ),
    'WrongController.route',
    ['@ETag', '@Versioned'],
  ],
  [
    '@NoETag() above @ETag()',
    controllerWith(ETag(), NoETag(), Get()),
    'WrongController.route',
    ['@ETag', '@NoETag'],
  ],
  [
    '@Versioned() above @NoETag()',
    controllerWith(NoETag(), Versioned(), Get()),
    'WrongController.route',
    ['@NoETag', '@Versioned'],
  ],
  ['both on a class', BothOnTheClass, 'BothOnTheClass', ['@ETag', '@Versioned']],
];

@Controller('overridden')
@Versioned()
class Overridden {
  @Get() own(): object {
    return THING;
  }
  @Get('hashed') @ETag() hashed(): object {
    return THING;
  }
  @Get('untagged') @NoETag() untagged(): object {
    return THING;
  }
}

describe.each(STAGES)('two decorators that contradict each other, on $name', (stage) => {
  it.each(CONTRADICTIONS)('%s: is refused at start-up', async (_, controller, route, decorators) => {
    const failure = await failureOf(stage.start({ controllers: [controller] }));
    expect(failure).toContain(route);
    for (const decorator of decorators) expect(failure).toContain(decorator);
  });

  it('on a class and a method: the method wins', async () => {
    const app = await stage.start({ controllers: [Overridden] });
    const tags: (string | undefined)[] = [];
    for (const path of ['', '/hashed', '/untagged']) {
      tags.push((await send(app, `GET /overridden${path}`)).headers['etag']);
    }
    await app.close();
    expect(tags).toEqual(['"3"', expect.stringMatching(/^"[\w-]{43}"$/), undefined]);
  });
});

@Controller('alone')
class IfMatchAlone {
  @Get() list(): void {}
  @Put() put(@IfMatch() _: ExpectedVersion): void {}
  @Patch() patch(@IfMatch() _: ExpectedVersion): void {}
  @Delete() remove(@IfMatch() _: ExpectedVersion): void {}
}

describe.each(ADAPTERS)('EtagModule, on $name', (adapter) => {
  it.each([
    ['without routes of ours', []],
    ['with a route of ours', [controllerWith(Get(), ETag())]],
    ['with @IfMatch() alone', [IfMatchAlone]],
  ])('imported without forRoot(), %s: says so', async (_, controllers) => {
    const failure = await failureOf(startApp({ imports: [EtagModule], controllers }, adapter));
    expect(failure).toContain('EtagModule.forRoot()');
    // Nest's own words for a provider that is missing tell nobody what to do.
    expect(failure).not.toMatch(/Nest can't resolve dependencies/);
  });

  it('not imported, with @IfMatch() alone: says so, and names the routes', async () => {
    const failure = await failureOf(startApp({ controllers: [IfMatchAlone] }, adapter));
    expect(failure).toContain('EtagModule.forRoot()');
    for (const method of ['put', 'patch', 'remove']) expect(failure).toContain(`IfMatchAlone.${method}`);
    expect(failure).not.toContain('IfMatchAlone.list');
  });
});

/** Writes without waiting for what it asked. */
@Controller('hasty')
class HastyController {
  static writes = 0;

  @Put('later')
  @ETag({ tag: async ({ version }: typeof THING) => `v${version}` })
  later(@IfMatch() expected: ExpectedVersion): object {
    void expected.assert(THING);
    return this.write();
  }

  @Put('much-later')
  @ETag({
    tag: ({ version }: typeof THING) =>
      new Promise<string>((resolve) => setImmediate(() => setImmediate(() => resolve(`v${version}`)))),
  })
  async muchLater(@IfMatch() expected: ExpectedVersion): Promise<object> {
    void expected.assert(THING);
    return this.write();
  }

  @Put('at-once')
  @ETag({ tag: ({ version }: typeof THING) => `v${version}` })
  atOnce(@IfMatch() expected: ExpectedVersion): object {
    void expected.assert(THING);
    return this.write();
  }

  @Put('failing')
  @ETag({ tag: () => Promise.reject(new Error('the tag cannot be made')) })
  failing(@IfMatch() expected: ExpectedVersion): object {
    void expected.assert(THING);
    return this.write();
  }

  private write(): object {
    HastyController.writes += 1;
    return THING;
  }
}

describe.each(STAGES)('an assert() that nobody awaited, on $name', (stage) => {
  let app: RunningApp;
  afterEach(() => app.close());

  async function put(path: string, tag: string, options: EtagModuleOptions = {}) {
    HastyController.writes = 0;
    app = await stage.start({ controllers: [HastyController], options });
    app.logger.clear();
    return send(app, `PUT /hasty/${path}`, { 'if-match': tag });
  }

  it.each(['later', 'much-later', 'failing'])(
    '%s: is no success, where it fails, and is named in the log',
    async (path) => {
      const { status } = await put(path, '"v2"');
      // The write is done. That nobody is told so is the bug of the application.
      expect(status).toBeGreaterThanOrEqual(400);
      expect(app.logger.errors.join('\n')).toMatch(/HastyController\.\w+/);
      expect(app.logger.errors.join('\n')).toMatch(/await/);
    },
  );

  it.each(['later', 'much-later', 'failing'])('%s: is named in the log in production, too', async (path) => {
    await put(path, '"v2"', { onUnguardedWrite: 'warn' });
    expect(app.logger.errors.join('\n')).toMatch(/HastyController\.\w+.*await/);
  });

  it('fails at once, where the tag is there at once', async () => {
    const { status } = await put('at-once', '"v2"');
    expect([status, HastyController.writes]).toEqual([412, 0]);
  });

  it.each(['later', 'much-later', 'at-once'])('%s: is a success, where it holds', async (path) => {
    const { status } = await put(path, '"v3"');
    expect([status, HastyController.writes]).toEqual([200, 1]);
  });
});
