import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Put, type INestApplication, type ModuleMetadata } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { ETag, EtagModule } from '../../src/index.js';
import { withConditionalRequests } from '../../src/swagger/index.js';
import { config } from './document.js';

@Controller('notes')
class NotesController {
  @Get() @ETag() list(): void {}
}

@Controller('wrong')
class WrongController {
  @Put(':id') @ETag() replace(): void {}
}

async function attempt(metadata: ModuleMetadata, does: (app: INestApplication) => unknown): Promise<void> {
  const app = (await Test.createTestingModule(metadata).compile()).createNestApplication();
  try {
    does(app);
  } finally {
    await app.close();
  }
}

const good = { imports: [EtagModule.forRoot()], controllers: [NotesController] };
const create = (app: INestApplication) => () => SwaggerModule.createDocument(app, config);

describe('withConditionalRequests() says', () => {
  it('that it takes a function', async () => {
    const attempted = attempt(good, (app) => withConditionalRequests(app, create(app)() as never));
    await expect(attempted).rejects.toThrow(
      'Write withConditionalRequests(app, () => SwaggerModule.createDocument(app, config)).',
    );
  });

  it('that the function returns a document', async () => {
    const late = async (app: INestApplication): Promise<OpenAPIObject> => create(app)();
    const attempted = attempt(good, (app) => withConditionalRequests(app, () => late(app) as never));
    await expect(attempted).rejects.toThrow('Where it is asynchronous, await what the document needs first');
    await expect(
      attempt(good, (app) => withConditionalRequests(app, () => undefined as never)),
    ).rejects.toThrow('a function that returns no document');
  });

  it('that the module is missing', async () => {
    const attempted = attempt({ controllers: [] }, (app) => withConditionalRequests(app, create(app)));
    await expect(attempted).rejects.toThrow('Add EtagModule.forRoot() to the imports of the AppModule.');
  });

  it('what is wrong with decorators, as the start-up does', async () => {
    const attempted = attempt({ ...good, controllers: [WrongController] }, (app) =>
      withConditionalRequests(app, create(app)),
    );
    await expect(attempted).rejects.toThrow(/WrongController\.replace: @ETag\(\) stands on a PUT/);
  });
});

it('leaves no mark behind where the document cannot be made', async () => {
  await attempt(good, (app) => {
    const failing = () => {
      throw new Error('no document');
    };
    expect(() => withConditionalRequests(app, failing)).toThrow('no document');
    expect(JSON.stringify(create(app)())).not.toContain('x-nestjs-etag');
  });
});
