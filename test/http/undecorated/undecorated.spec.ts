import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, NotFoundException, Post, Put, StreamableFile, type Type } from '@nestjs/common';
import { ETag, EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request, type WireRequest } from '../../support/wire.js';

/** The same routes, beside a decorated one or without the module at all. */
function plainController(): Type {
  @Controller('plain')
  class PlainController {
    @Get() json(): object {
      return { plain: true };
    }

    @Get('text') text(): string {
      return 'plain';
    }

    @Get('empty') empty(): void {}

    @Get('file') file(): StreamableFile {
      return new StreamableFile(Buffer.from('plain'));
    }

    @Get('missing') missing(): never {
      throw new NotFoundException();
    }

    @Post() create(): object {
      return { plain: true };
    }

    @Put() update(): object {
      return { plain: true };
    }
  }
  return PlainController;
}

@Controller('decorated')
class DecoratedController {
  @Get() @ETag() json(): object {
    return { plain: true };
  }
}

const EXPRESS_TAG = 'W/"e-Cz14oGKcJ2qKfQ5TnoAJNkv9NmM"';
const REQUESTS: readonly WireRequest[] = [
  { path: '/plain' },
  { path: '/plain', method: 'HEAD' },
  { path: '/plain', method: 'OPTIONS' },
  { path: '/plain', headers: { 'if-none-match': '*' } },
  { path: '/plain', headers: { 'if-none-match': EXPRESS_TAG } },
  { path: '/plain', headers: { 'if-match': '"x"' } },
  { path: '/plain', headers: { 'if-modified-since': 'nonsense' } },
  { path: '/plain/text' },
  { path: '/plain/empty' },
  { path: '/plain/file' },
  { path: '/plain/missing', headers: { 'if-none-match': '*' } },
  { path: '/plain', method: 'POST', headers: { 'if-match': 'malformed' } },
  { path: '/plain', method: 'PUT', headers: { 'if-none-match': '*' } },
  { path: '/nowhere' },
];

describe.each(ADAPTERS)('a route without our decorators, on $name', (adapter) => {
  let beside: RunningApp;
  let without: RunningApp;

  beforeAll(async () => {
    without = await startApp({ controllers: [plainController()] }, adapter);
    beside = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [plainController(), DecoratedController] },
      adapter,
    );
  });
  afterAll(() => Promise.all([beside.close(), without.close()]));

  it.each(REQUESTS.map((wanted) => [JSON.stringify(wanted), wanted] as const))(
    'answers %s byte for byte as without the module',
    async (_, wanted) => {
      const [ours, plain] = await Promise.all([request(beside.port, wanted), request(without.port, wanted)]);
      const bytesOf = ({ status, rawHeaders, body }: typeof ours) => ({
        status,
        fields: rawHeaders.map((part, at) =>
          rawHeaders[at - 1] === 'Date' || rawHeaders[at - 1] === 'date' ? '' : part,
        ),
        body: body.toString('latin1'),
      });
      expect(bytesOf(ours)).toEqual(bytesOf(plain));
    },
  );

  it('has no hook of ours', async () => {
    const { headers } = await request(beside.port, { path: '/decorated' });
    expect(headers['etag']).toMatch(/^"/);
    const plain = await request(beside.port, { path: '/plain' });
    expect(plain.headers['etag']?.startsWith('"') ?? false).toBe(false);
  });
});
