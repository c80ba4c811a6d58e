/** Routes that return files, and ranges of them; what they hold open, and what they read. */
import {
  Controller,
  Get,
  Header,
  HttpCode,
  Injectable,
  Res,
  StreamableFile,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import {
  createReadStream,
  mkdtempSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { map, type Observable } from 'rxjs';
import { AcceptRanges, CacheControl, currentFrom, ETag, fileTag, LastModified } from '../../../src/index.js';

export const CONTENT = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const MODIFIED = 'Wed, 01 May 2024 12:00:00 GMT';

/** What is open at the moment, and how many handlers ran. */
export const seen = { open: new Set<Readable>(), ran: 0 };

function watched<T extends Readable>(stream: T): T {
  seen.ran += 1;
  seen.open.add(stream);
  stream.once('close', () => seen.open.delete(stream));
  return stream;
}

@Injectable()
export class Files {
  readonly folder = mkdtempSync(join(tmpdir(), 'ranges-'));

  constructor() {
    this.write('letters', CONTENT);
    this.write('empty', '');
    this.write('large', Buffer.alloc(8 * 1024 * 1024, 'large file '));
    this.write('fresh', CONTENT, new Date(Date.now() + 3_600_000));
  }

  write(name: string, content: string | Buffer, modified = new Date(MODIFIED)): void {
    writeFileSync(this.path(name), content);
    utimesSync(this.path(name), modified, modified);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  stat(name: string): Stats {
    return statSync(this.path(name));
  }

  stream(name: string, options: { start?: number; end?: number } = {}): Readable {
    return watched(createReadStream(this.path(name), options));
  }

  onApplicationShutdown(): void {
    rmSync(this.folder, { recursive: true });
  }
}

@Injectable()
class Replaced implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map(() => ({ something: 'else' })));
  }
}

@Injectable()
class Thrown implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<never> {
    return next.handle().pipe(
      map(() => {
        throw new Error('thrown around the handler');
      }),
    );
  }
}

function pieces(): Readable {
  return watched(Readable.from([CONTENT.slice(0, 7), Buffer.from(CONTENT.slice(7, 20)), CONTENT.slice(20)]));
}

@Controller('files')
@AcceptRanges()
export class FilesController {
  constructor(private readonly files: Files) {}

  @Get('letters') @ETag() @CacheControl({ private: true, maxAge: 5 }) letters(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'), { type: 'text/plain', disposition: 'inline' });
  }

  @Get('any') @ETag() any(): StreamableFile {
    return new StreamableFile(this.files.stream('any'));
  }

  @Get('fresh') @ETag() fresh(): StreamableFile {
    return new StreamableFile(this.files.stream('fresh'));
  }

  @Get('empty') @ETag() empty(): StreamableFile {
    return new StreamableFile(this.files.stream('empty'));
  }

  @Get('large') @ETag() large(): StreamableFile {
    return new StreamableFile(this.files.stream('large'), { type: 'text/plain' });
  }

  @Get('missing') @ETag() missing(): StreamableFile {
    return new StreamableFile(this.files.stream('missing'));
  }

  @Get('folder') @ETag() folder(): StreamableFile {
    return new StreamableFile(this.files.stream('.'));
  }

  @Get('slice') @ETag() slice(): StreamableFile {
    return new StreamableFile(this.files.stream('letters', { start: 10, end: 19 }));
  }

  @Get('handle') @ETag() async handle(): Promise<StreamableFile> {
    const handle = await open(this.files.path('letters'));
    return new StreamableFile(watched(handle.createReadStream()));
  }

  @Get('current')
  @ETag({ tag: fileTag, current: currentFrom(Files, (files) => files.stat('letters')) })
  current(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('tagged') @ETag(fileTag) tagged(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('alone') @ETag(fileTag) alone(): Readable {
    return this.files.stream('letters');
  }

  @Get('hashed') @ETag(() => 'given-by-the-caller') hashed(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('dated') @LastModified(() => MODIFIED) dated(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT));
  }

  @Get('buffer') @ETag() buffer(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT), { type: 'text/plain' });
  }

  @Get('no-bytes') @ETag() noBytes(): StreamableFile {
    return new StreamableFile(Buffer.alloc(0));
  }

  @Get('raw') @ETag() @Header('Content-Type', 'text/plain') raw(): Buffer {
    return Buffer.from(CONTENT);
  }

  @Get('stream') @ETag(() => 'stream') stream(): StreamableFile {
    return new StreamableFile(pieces(), { type: 'text/plain', length: CONTENT.length });
  }

  @Get('short') @ETag(() => 'short') short(): StreamableFile {
    return new StreamableFile(pieces(), { length: CONTENT.length + 10 });
  }

  @Get('unknown') @ETag(() => 'unknown') unknown(): StreamableFile {
    return new StreamableFile(pieces());
  }

  @Get('read') @ETag(() => 'read') async read(): Promise<StreamableFile> {
    const stream = this.files.stream('letters');
    await new Promise((resolve) => stream.once('readable', resolve));
    stream.unshift(stream.read(10) as Buffer);
    return new StreamableFile(stream);
  }

  @Get('failing') @ETag(() => 'failing') failing(): StreamableFile {
    const chunks = async function* (): AsyncGenerator<string> {
      yield CONTENT.slice(0, 10);
      throw new Error('the disk is gone');
    };
    return new StreamableFile(watched(Readable.from(chunks())), { length: CONTENT.length });
  }

  @Get('stuck') @ETag(() => 'stuck') stuck(): StreamableFile {
    const stream = new Readable({ read: () => undefined });
    stream.push(CONTENT.slice(0, 10));
    return new StreamableFile(watched(stream), { length: CONTENT.length });
  }

  @Get('typed')
  @ETag()
  @Header('Content-Type', 'text/html')
  @Header('Content-Length', '36')
  typed(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('chunked') @ETag() @Header('Transfer-Encoding', 'chunked') chunked(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('accepted') @ETag() @HttpCode(202) accepted(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('own-tag') @ETag() ownTag(
    @Res({ passthrough: true }) response: { header(...field: string[]): unknown },
  ) {
    response.header('ETag', '"mine"');
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('json') @ETag() json(): object {
    return { no: 'file' };
  }

  @Get('replaced') @ETag() @UseInterceptors(Replaced) replaced(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('replaced-typed')
  @ETag()
  @UseInterceptors(Replaced)
  @Header('Content-Type', 'application/json')
  replacedTyped(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('thrown') @ETag() @UseInterceptors(Thrown) thrown(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('few') @ETag() @AcceptRanges({ maxRanges: 2 }) few(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT));
  }

  @Get('bad-type') @ETag() badType(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT), { type: 'text/plain\r\nX: y' });
  }
}

@Controller('plain')
export class PlainController {
  constructor(private readonly files: Files) {}

  @Get('file') @ETag() file(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('weak') @ETag({ weak: true }) weak(): StreamableFile {
    return new StreamableFile(this.files.stream('letters'));
  }

  @Get('buffer') @ETag() buffer(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT), { type: 'text/plain' });
  }

  @Get('secret') @ETag() @CacheControl({ noStore: true }) secret(): StreamableFile {
    return new StreamableFile(Buffer.from(CONTENT));
  }
}
