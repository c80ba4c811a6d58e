/** An application behind the compressor its platform has. Every resource is long enough to be compressed but `small`. */
import {
  Body,
  Controller,
  Get,
  Header,
  Injectable,
  Param,
  Patch,
  Put,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import {
  AcceptRanges,
  currentFrom,
  ETag,
  EtagModule,
  IfMatch,
  Versioned,
  type EtagModuleOptions,
  type ExpectedVersion,
} from '../../../src/index.js';
import { startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { request, type WireRequest, type WireResponse } from '../../support/wire.js';

@Injectable()
export class Notes {
  readonly notes = new Map([['1', { version: 1, text: 'a'.repeat(3_000) }]]);
  calls = 0;

  find(id: string) {
    const note = this.notes.get(id);
    return note ? { id, ...note } : null;
  }

  write(id: string, text: string) {
    const note = { version: (this.find(id)?.version ?? 0) + 1, text };
    this.notes.set(id, note);
    return { id, ...note };
  }
}

const CURRENT = { current: currentFrom(Notes, (notes, { params }) => notes.find(params['id']!)) };
const BODY_TYPE = 'text/plain; charset=utf-8';

@Controller()
class NotesController {
  constructor(private readonly notes: Notes) {}

  @Get('hashed/:id') @ETag() hashed(@Param('id') id: string) {
    this.notes.calls += 1;
    return this.notes.find(id);
  }

  @Get('versioned/:id') @Versioned(CURRENT) versioned(@Param('id') id: string) {
    this.notes.calls += 1;
    return this.notes.find(id);
  }

  @Put('versioned/:id') @Versioned(CURRENT) put(
    @Param('id') id: string,
    @Body() { text }: { text: string },
    @IfMatch() expected: ExpectedVersion,
  ) {
    expected.consume();
    return this.notes.write(id, text);
  }

  @Patch('versioned/:id') @Versioned(CURRENT) patch(@IfMatch() expected: ExpectedVersion) {
    expected.consume();
    return { versions: expected.versions };
  }

  @Get('small/:id') @Versioned(CURRENT) small(@Param('id') id: string) {
    this.notes.calls += 1;
    return { id, version: this.notes.find(id)!.version };
  }

  @Get('weak/:id') @Versioned({ ...CURRENT, weak: true }) weak(@Param('id') id: string) {
    this.notes.calls += 1;
    return this.notes.find(id);
  }

  @Get('streamed') @Header('Content-Type', BODY_TYPE) @ETag(() => 's1') streamed() {
    return new StreamableFile(Readable.from(['b'.repeat(2_000), 'c'.repeat(2_000)]));
  }

  @Get('ranged') @ETag() @AcceptRanges() ranged() {
    return new StreamableFile(Buffer.from('f'.repeat(3_000)), { type: BODY_TYPE });
  }

  @Get('ranged/:id') @Versioned(CURRENT) @AcceptRanges() rangedNote(@Param('id') id: string) {
    this.notes.calls += 1;
    return this.notes.find(id);
  }

  /** No compressor touches pictures. */
  @Get('picture') @Header('Content-Type', 'image/png') @ETag() picture() {
    return 'g'.repeat(3_000);
  }

  @Put('drawing/:id') @Header('Content-Type', 'image/png') @ETag({ tag: () => 'd1', ...CURRENT }) draw() {
    return 'h'.repeat(3_000);
  }

  @Get('own') @ETag() own(
    @Res({ passthrough: true }) response: { header(name: string, value: string): void },
  ) {
    response.header('ETag', '"own"');
    return { text: 'd'.repeat(3_000) };
  }

  @Get('uncoded') @Header('Content-Encoding', 'identity') @ETag() uncoded() {
    return { text: 'short' };
  }

  @Get('precoded')
  @Header('Content-Type', BODY_TYPE)
  @Header('Content-Encoding', 'x-own')
  @ETag()
  precoded() {
    return 'e'.repeat(3_000);
  }
}

export async function startCoded(adapter: Adapter, options?: EtagModuleOptions): Promise<RunningApp> {
  return startApp(
    { imports: [EtagModule.forRoot(options)], controllers: [NotesController], providers: [Notes] },
    adapter,
    { configure: (app) => adapter.compress(app) },
  );
}

export type Coding = 'gzip' | 'br' | 'identity';
export const CODINGS: readonly Coding[] = ['gzip', 'br', 'identity'];

/** A request that accepts one coding. */
export function get(app: RunningApp, path: string, coding: Coding, headers: WireRequest['headers'] = {}) {
  return request(app.port, { path, headers: { 'accept-encoding': coding, ...headers } });
}

/** The bytes behind the coding. */
export function decoded({ body, headers }: WireResponse): string {
  const coding = headers['content-encoding'];
  if (coding === 'gzip') return gunzipSync(body).toString();
  return coding === 'br' ? brotliDecompressSync(body).toString() : body.toString();
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
