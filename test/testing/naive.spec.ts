/** What a page about ETags in Nest often shows: an interceptor that hashes the JSON, behind a compressor. */
import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Injectable,
  Put,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import compression from 'compression';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { map } from 'rxjs';
import { conditional, type RouteReport } from 'nestjs-etag/testing';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';

@Injectable()
class NaiveInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>) {
    const request = context.switchToHttp().getRequest<IncomingMessage>();
    const response = context.switchToHttp().getResponse<ServerResponse & { status(code: number): void }>();
    return next.handle().pipe(
      map((value) => {
        const etag = `"${createHash('md5').update(JSON.stringify(value)).digest('hex')}"`;
        response.setHeader('ETag', etag);
        if (request.headers['if-none-match'] !== etag) return value;
        response.status(304);
        return undefined;
      }),
    );
  }
}

@Controller('notes')
@UseInterceptors(NaiveInterceptor)
class NotesController {
  private note: object = { text: 'x'.repeat(2000) };

  @Get()
  read(): object {
    return this.note;
  }

  @Put()
  write(@Body() note: object): object {
    return (this.note = note);
  }
}

describe('a naive interceptor', () => {
  let running: RunningApp;
  let report: RouteReport;
  beforeAll(async () => {
    const configure = (app: RunningApp['app']) => app.use(compression());
    running = await startApp({ controllers: [NotesController] }, ADAPTERS[0]!, { configure });
    const write = { body: (n: number) => ({ text: `${n} ${'x'.repeat(2000)}` }) };
    report = await conditional(running.app).report('/notes', write);
  });
  afterAll(() => running.close());

  it('breaks these rules', () => {
    // Express itself reads the lists of a GET. The compressor adds no Vary to a 304 without content.
    expect(report.failures.map(({ rule }) => `${rule.id} ${rule.section}`)).toEqual([
      'not-modified-fields 15.4.5',
      'match-failed 13.1.1',
      'coding-tags 8.8.3.3',
      'write-stale 13.1.1',
      'write-unguarded RFC 6585, 3',
      'write-none-match 13.1.2',
      'write-none-match-any 13.1.2',
      'write-weak 13.1.1',
      'write-malformed 13.1.1',
      'write-race 13.1.1',
    ]);
  });
});
