import { describe, expect, it } from '@jest/globals';
import { Controller, Delete, Get, Patch, Post, Put, type ModuleMetadata, type Type } from '@nestjs/common';
import { AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import {
  CacheControl,
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  NoETag,
  RequirePrecondition,
  Versioned,
  type CurrentResource,
  type EtagModuleOptions,
} from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';
import { controllerWith } from '../../support/wrong-controller.js';

class Nowhere {
  find(): object {
    return {};
  }
}

const current = currentFrom(Nowhere, (nowhere) => nowhere.find());

const fromToken = currentFrom<Nowhere, object>('NOWHERE', (nowhere) => nowhere.find());

class NoState implements CurrentResource {
  current(): object {
    return {};
  }
}

const withIfMatch: MethodDecorator = (target, key) => IfMatch()(target, key, 0);

const WRONG: readonly [string, Type, EtagModuleOptions, RegExp][] = [
  [
    '@Versioned() on a PUT with nothing to compare',
    controllerWith(Put(), Versioned()),
    {},
    /nothing could evaluate an If-Match.*Give.*"current".*@IfMatch\(\)/,
  ],
  ['@Versioned() on a PATCH likewise', controllerWith(Patch(), Versioned()), {}, /stands on a PATCH/],
  [
    '@ETag({ tag }) on a PUT likewise',
    controllerWith(Put(), ETag({ tag: () => 1 })),
    {},
    /@ETag\(\) stands on a PUT without the current state/,
  ],
  ['@ETag() on a DELETE', controllerWith(Delete(), ETag()), {}, /@ETag\(\) stands on a DELETE/],
  [
    '@ETag() and @IfMatch() without a tag function',
    controllerWith(Put(), ETag(), withIfMatch),
    {},
    /@ETag\(\) stands on a PUT.*@Versioned\(Entity\).*@ETag\(entityHash\)/,
  ],
  [
    'an unknown hash',
    controllerWith(Get(), ETag({ hash: 'sha257' })),
    {},
    /"sha257" is not known.*crypto\.getHashes/,
  ],
  ['an unknown hash of the module', controllerWith(Get(), ETag()), { hash: 'md6' }, /"md6" is not known/],
  [
    'weak tags on a write',
    controllerWith(Put(), Versioned({ weak: true }), withIfMatch),
    {},
    /a weak tag never satisfies If-Match/,
  ],
  [
    'weak tags on a write with current',
    controllerWith(Put(), Versioned({ weak: true, current })),
    {},
    /weak tag/,
  ],
  [
    'weak tags where a precondition is required',
    controllerWith(Post(), ETag({ weak: true, tag: () => 1, current }), RequirePrecondition()),
    {},
    /weak tag/,
  ],
  ['current without a tag', controllerWith(Get(), ETag({ current })), {}, /Add "tag", or use @Versioned\(\)/],
  ['@IfMatch() without a tag', controllerWith(Put(), withIfMatch), {}, /@IfMatch\(\) has no tag/],
  ['@IfMatch() with @NoETag()', controllerWith(Put(), NoETag(), withIfMatch), {}, /@IfMatch\(\) has no tag/],
  [
    '@RequirePrecondition() alone',
    controllerWith(Post(), RequirePrecondition()),
    {},
    /@RequirePrecondition\(\) has nothing to evaluate/,
  ],
  [
    'a provider nobody provides',
    controllerWith(Get(), Versioned({ current })),
    {},
    /"current" asks Nowhere, which no module provides/,
  ],
  [
    'a token nobody provides',
    controllerWith(Get(), Versioned({ current: fromToken })),
    {},
    /"current" asks NOWHERE/,
  ],
  [
    'a class nobody provides',
    controllerWith(Get(), Versioned({ current: NoState })),
    {},
    /"current" asks NoState/,
  ],
  [
    'a required precondition on a PUT with nothing to compare',
    controllerWith(Put(), Versioned(), RequirePrecondition()),
    {},
    /nothing could evaluate/,
  ],
];

describe.each(ADAPTERS)('a mistake of the developer, on $name', (adapter) => {
  async function failureOf(metadata: ModuleMetadata): Promise<string> {
    const started = startApp(metadata, adapter).then(async ({ close }) => {
      await close();
      return 'started';
    });
    return started.catch((error: Error) => error.message);
  }

  it.each(WRONG)(
    '%s: fails at start-up, with the route and the fix',
    async (_, controller, options, message) => {
      const failure = await failureOf({ imports: [EtagModule.forRoot(options)], controllers: [controller] });
      expect(failure).toContain('WrongController.route: ');
      expect(failure).toMatch(message);
    },
  );

  it('names every route at once', async () => {
    const controllers = [controllerWith(Put(), Versioned()), controllerWith(Post(), ETag({ hash: 'x' }))];
    const failure = await failureOf({ imports: [EtagModule.forRoot()], controllers });
    expect(failure.match(/WrongController\.route/g)).toHaveLength(2);
  });

  it('EtagModule is not imported: fails at start-up, with the routes and the fix', async () => {
    const failure = await failureOf({ controllers: [controllerWith(Get(), ETag())] });
    expect(failure).toContain('EtagModule is not imported, but WrongController.route use its decorators');
    expect(failure).toContain('EtagModule.forRoot()');
  });

  it('an option with a value it does not take', async () => {
    const failure = await failureOf({ imports: [EtagModule.forRoot({ malformed: 500 as never })] });
    expect(failure).toContain('malformed is 500; it takes 400 or 412');
  });
});

describe('a mistake of the developer', () => {
  it('contradictory directives fail where they stand', () => {
    expect(() => CacheControl({ public: true, private: true })).toThrow('@CacheControl(): ');
  });

  it('an adapter we do not know is named', async () => {
    class OtherAdapter extends ExpressAdapter {
      override getType(): string {
        return 'other';
      }
    }
    const module = { module: class AppModule {}, imports: [EtagModule.forRoot()] };
    const adapter = new OtherAdapter() as unknown as AbstractHttpAdapter;
    const app = await NestFactory.create(module, adapter, { abortOnError: false, logger: false });
    await expect(app.init()).rejects.toThrow('the HTTP adapter "other" is not supported');
    await app.close();
  });

  it('does not keep an application context without a server from starting', async () => {
    const module = { module: class AppModule {}, imports: [EtagModule.forRoot()] };
    const context = await NestFactory.createApplicationContext(module, { logger: false });
    await context.close();
  });

  it('@IfMatch() without EtagModule is named at start-up', async () => {
    @Controller('alone')
    class AloneController {
      @Put() update(@IfMatch() _: unknown): void {}
    }
    await expect(startApp({ controllers: [AloneController] }, ADAPTERS[0]!)).rejects.toThrow(
      'EtagModule is not imported, but AloneController.update use its decorators',
    );
  });

  it('a POST is nothing to compare with, and needs no current state', async () => {
    const controllers = [controllerWith(Post(), Versioned())];
    const { close } = await startApp({ imports: [EtagModule.forRoot()], controllers }, ADAPTERS[0]!);
    await close();
  });
});
