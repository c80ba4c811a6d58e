/** Which route stands behind which operation, whatever the application does to its paths. */
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, VersioningType, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory, RouterModule } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import { ETag, EtagModule, LastModified, NoETag, Versioned } from '../../src/index.js';
import { withConditionalRequests } from '../../src/swagger/index.js';
import { ADAPTERS, startApp } from '../support/adapters.js';
import { adapterModule, MapAdapter } from '../support/map-adapter.js';
import { config, documentOf, operation, problemsOf, requestHeaders, type Described } from './document.js';

@Controller('notes')
class NotesController {
  @Get() @ETag() list(): void {}
  @Get(':id') @LastModified('at') findOne(): void {}
}

const TAGGED = ['If-None-Match'];
const DATED = ['If-Modified-Since'];

describe('the route of an operation is found', () => {
  const prefixed = (app: INestApplication) => app.setGlobalPrefix('api');
  const versioned = (app: INestApplication) =>
    app.enableVersioning({ type: VersioningType.URI, defaultVersion: ['1', '2'] });
  const named = {
    operationIdFactory: (_: string, method: string, version?: string) => `${version}${method}`,
  };
  const cases: [what: string, described: Described, prefix: string][] = [
    ['by itself', {}, ''],
    ['behind a global prefix', { configure: prefixed }, '/api'],
    [
      'behind a prefix that the document leaves out',
      { configure: prefixed, document: { ignoreGlobalPrefix: true } },
      '',
    ],
    ['in each of its versions', { configure: versioned }, '/v1'],
    ['in each of its versions, the last one too', { configure: versioned }, '/v2'],
    ['with ids of the application', { document: named }, ''],
  ];

  it.each(cases)('%s', async (_, options, prefix) => {
    const document = await documentOf({ controllers: [NotesController] }, options);
    expect(requestHeaders(operation(document, `GET ${prefix}/notes`))).toEqual(TAGGED);
    expect(requestHeaders(operation(document, `GET ${prefix}/notes/{id}`))).toEqual(DATED);
    expect(JSON.stringify(document)).not.toContain('x-nestjs-etag');
    expect(await problemsOf(document)).toBeUndefined();
  });

  it('in versions that have other decorators', async () => {
    @Controller({ path: 'notes', version: '1' })
    class First {
      @Get() @ETag() list(): void {}
    }
    @Controller({ path: 'notes', version: '2' })
    class Second {
      @Get() @LastModified('at') list(): void {}
    }
    const configure = (app: INestApplication) => app.enableVersioning({ type: VersioningType.URI });
    const document = await documentOf({ controllers: [First, Second] }, { configure });
    expect(requestHeaders(operation(document, 'GET /v1/notes'))).toEqual(TAGGED);
    expect(requestHeaders(operation(document, 'GET /v2/notes'))).toEqual(DATED);
  });

  it('in a controller of several modules, where the path makes the difference', async () => {
    class Note {
      id!: string;
      version!: number;
    }
    @Controller('notes')
    @Versioned(Note)
    class SharedController {
      @Get(':id') findOne(): void {}
    }
    @Module({ controllers: [SharedController] })
    class One {}
    @Module({ controllers: [SharedController] })
    class Other {}
    const routes = [
      { path: 'one', module: One },
      { path: 'other', module: Other },
    ];
    const imports = [adapterModule(new MapAdapter(Note)), One, Other, RouterModule.register(routes)];
    const document = await documentOf({ imports }, { document: { include: [Other] } });
    expect(Object.keys(document.paths)).toEqual(['/other/notes/{id}']);
    expect(requestHeaders(operation(document, 'GET /other/notes/{id}'))).toEqual(TAGGED);
    const whole = await documentOf({ imports });
    expect(requestHeaders(operation(whole, 'GET /one/notes/{id}'))).toEqual(TAGGED);
    expect(requestHeaders(operation(whole, 'GET /other/notes/{id}'))).toEqual(TAGGED);
  });

  it('among controllers that inherit one handler', async () => {
    abstract class Base {
      @Get(':id') findOne(): void {}
    }
    @Controller('tagged')
    @ETag()
    class Tagged extends Base {}
    @Controller('dated')
    @LastModified('at')
    class Dated extends Base {}
    @Controller('plain')
    @NoETag()
    class Plain extends Base {}
    const document = await documentOf({ controllers: [Tagged, Dated, Plain] });
    expect(requestHeaders(operation(document, 'GET /tagged/{id}'))).toEqual(TAGGED);
    expect(requestHeaders(operation(document, 'GET /dated/{id}'))).toEqual(DATED);
    expect(requestHeaders(operation(document, 'GET /plain/{id}'))).toEqual([]);
  });

  it('at each of its paths, with parameters of any form', async () => {
    @Controller(['notes', 'remarks/:lang'])
    class ManyController {
      @Get([':id', 'of/:user/*rest']) @ETag() findOne(): void {}
    }
    const { paths } = await documentOf({ controllers: [ManyController] });
    expect(Object.keys(paths)).toHaveLength(4);
    for (const path of Object.keys(paths)) {
      expect(requestHeaders(operation({ paths } as never, `GET ${path}`))).toEqual(TAGGED);
    }
  });
});

describe.each(ADAPTERS)('on $name', (adapter) => {
  const create = (app: INestApplication) => () => SwaggerModule.createDocument(app, config);

  it('the document is the same before the start and after it', async () => {
    const module = { imports: [EtagModule.forRoot()], controllers: [NotesController] };
    let before: unknown;
    const running = await startApp(module, adapter, {
      configure: (app) => (before = withConditionalRequests(app, create(app))),
    });
    expect(withConditionalRequests(running.app, create(running.app))).toEqual(before);
    expect(JSON.stringify(before)).toContain('If-None-Match');
    await running.close();
  });

  it('several applications of one controller have each their own options', async () => {
    const applicationWith = (auto: boolean): Type => {
      @Module({
        imports: [EtagModule.forRoot({ auto, errors: auto ? 'problem' : 'nest' })],
        controllers: [Auto],
      })
      class AppModule {}
      return AppModule;
    };
    @Controller('auto')
    class Auto {
      @Get() list(): void {}
    }
    const running = await startApp(applicationWith(true), adapter);
    const other = await NestFactory.create(applicationWith(false), { logger: false });
    const [withAuto, without] = [running.app, other].map((app) => withConditionalRequests(app, create(app)));
    expect(requestHeaders(operation(withAuto!, 'GET /auto'))).toEqual(TAGGED);
    expect(requestHeaders(operation(without!, 'GET /auto'))).toEqual([]);
    await Promise.all([running.close(), other.close()]);
  });
});
