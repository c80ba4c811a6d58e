import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  ForbiddenException,
  Get,
  HttpException,
  InternalServerErrorException,
  Param,
  Patch,
  Put,
  Res,
  StreamableFile,
  UnauthorizedException,
  UseGuards,
  type ExecutionContext,
} from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { ETag, EtagModule, IfMatch, type ExpectedVersion } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { Client } from './support.js';

let writes = 0;

/** Lets writes pass, and nothing else. */
const writesOnly = {
  canActivate: (context: ExecutionContext) => {
    if (context.switchToHttp().getRequest<IncomingMessage>().method === 'PUT') return true;
    throw new ForbiddenException();
  },
};

function* breaksOff(): Generator<string> {
  yield 'half of ';
  throw new Error('it');
}

type Raw = ServerResponse | { readonly raw: ServerResponse };
const rawOf = (response: Raw): ServerResponse => ('raw' in response ? response.raw : response);

const ANSWERS: Record<string, (response: Raw) => unknown> = {
  500: () => Promise.reject(new Error('database is down')),
  503: () => Promise.reject(new HttpException('later', 503)),
  501: () => Promise.reject(new InternalServerErrorException()),
  401: () => Promise.reject(new UnauthorizedException()),
  302: (response) => rawOf(response).writeHead(302, { location: '/elsewhere' }).end(),
  206: (response) => rawOf(response).writeHead(206).end('part'),
  'no-answer': (response) => rawOf(response).destroy(),
  'half-an-answer': (response) =>
    rawOf(response)
      .writeHead(200, { etag: '"1"', 'content-length': 9 })
      .write('half', () => rawOf(response).destroy()),
  'too-much-of-a-header': (response) =>
    rawOf(response)
      .writeHead(200, { 'x-large': 'x'.repeat(100_000) })
      .end(),
};

@Controller('answers')
class AnswersController {
  @Get('stream') @ETag() stream(): StreamableFile {
    return new StreamableFile(Readable.from(breaksOff())).setErrorHandler((_, response) =>
      response.destroy?.(),
    );
  }

  @Put('stream') @ETag() putStream(): void {
    writes += 1;
  }

  @UseGuards(writesOnly) @Get('403') @ETag() forbidden(): string {
    return 'forbidden';
  }

  @UseGuards(writesOnly) @Put('403') @ETag() putForbidden(): void {
    writes += 1;
  }

  @Get(':kind') @ETag() async get(@Param('kind') kind: string, @Res() response: Raw): Promise<void> {
    await ANSWERS[kind]?.(response);
  }

  @Put(':kind') @ETag() put(): void {
    writes += 1;
  }

  @Patch(':kind') @ETag() patch(@IfMatch() _: ExpectedVersion): void {
    writes += 1;
  }
}

describe.each(ADAPTERS)('a write whose GET tells nothing, on $name', (adapter) => {
  let running: RunningApp;
  beforeEach(() => {
    writes = 0;
  });
  afterEach(() => running.close());

  async function start(): Promise<void> {
    const metadata = { imports: [EtagModule.forRoot()], controllers: [AnswersController] };
    running = await startApp(metadata, adapter);
  }

  const kinds = [...Object.keys(ANSWERS), 'stream', '403'];
  it.each(kinds)('is refused: %s', async (kind) => {
    await start();
    const client = new Client(running.port, `/answers/${kind}`);
    for (const headers of [{ 'if-match': '"1"' }, { 'if-match': '*' }, { 'if-none-match': '*' }]) {
      const response = await client.put(headers);
      expect([response.status, response.headers['etag'], writes]).toEqual([412, undefined, 0]);
    }
    expect((await client.put()).status).toBe(200);
  });

  it('is refused though its handler takes @IfMatch(), which could not tell either', async () => {
    await start();
    const client = new Client(running.port, '/answers/500');
    expect((await client.send('PATCH', { 'if-match': '"1"' })).status).toBe(412);
    expect(writes).toBe(0);
  });
});

describe('a write whose GET becomes a write itself', () => {
  it('is refused on both sides, and said so', async () => {
    writes = 0;
    const metadata = { imports: [EtagModule.forRoot()], controllers: [AnswersController] };
    const { port, logger, close } = await startApp(metadata, ADAPTERS[0]!, {
      configure: (app) =>
        app.use((request: IncomingMessage, _: ServerResponse, next: () => void) => {
          request.method = 'PUT';
          next();
        }),
    });
    expect((await new Client(port, '/answers/500').put({ 'if-match': '*' })).status).toBe(412);
    expect(writes).toBe(0);
    expect(logger.errors.join()).toContain(
      'AnswersController.put: the GET that was to answer its current tag became a PUT on the way',
    );
    await close();
  });
});
