import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Injectable,
  Param,
  Put,
  Res,
  StreamableFile,
  UseGuards,
  type CanActivate,
} from '@nestjs/common';
import { Readable } from 'node:stream';
import {
  AcceptRanges,
  CacheControl,
  currentFrom,
  ETag,
  IfMatch,
  RequirePrecondition,
  Versioned,
  type ExpectedVersion,
} from '../../../src/index.js';

@Injectable()
export class Parts {
  readonly part = { id: 1, version: 4 };

  async find(id: string): Promise<object | null> {
    return id === '1' ? this.part : null;
  }
}

const current = currentFrom(Parts, (parts, request) => parts.find(request.params['id']!));

class Refusing implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

/** A route for each decision. */
@Controller('parts')
export class DecidedController {
  @Get('hashed') @ETag() hashed(): object {
    return { a: 1 };
  }

  @Get('bare') @Versioned() bare(): object {
    return { a: 1 };
  }

  @Get('own')
  @ETag()
  own(@Res({ passthrough: true }) response: { header(name: string, value: string): unknown }): object {
    response.header('ETag', '"own"');
    return { a: 1 };
  }

  @Get('file') @ETag() @AcceptRanges() file(): StreamableFile {
    return new StreamableFile(Buffer.from('0123456789'));
  }

  @Get('remembered') @ETag({ remember: { groups: ['parts'] } }) remembered(): object {
    return { a: 1 };
  }

  @Get('failing') @ETag() failing(): object {
    throw new ConflictException();
  }

  @Get('moved') @ETag() moved(
    @Res({ passthrough: true }) response: { status(code: number): unknown },
  ): object {
    response.status(302);
    return { a: 1 };
  }

  @Get('choices') @ETag() @HttpCode(300) choices(): object {
    return { a: 1 };
  }

  @Get('dated') @ETag({ tag: () => undefined, lastModified: 'at' }) dated(): object {
    return { at: '2024-05-01T12:00:00Z' };
  }

  @Get('stream') @ETag(() => 'stream') stream(): StreamableFile {
    return new StreamableFile(Readable.from(['0123456789']));
  }

  @Get('guarded') @ETag() @UseGuards(Refusing) guarded(): object {
    return { a: 1 };
  }

  @Get('hanging') @Versioned() hanging(): Promise<object> {
    this.hangs();
    return new Promise(() => undefined);
  }

  /** Called once a request is there that is never answered. */
  hangs: () => void = () => undefined;

  @Get('cached') @CacheControl({ maxAge: 60 }) cached(): object {
    return { a: 1 };
  }

  @Get('undecorated') undecorated(): object {
    return { a: 1 };
  }

  @Put('compared') @Versioned() compared(@IfMatch() expected: ExpectedVersion): object {
    expected.consume();
    return { version: 5 };
  }

  @Put('asserted') @Versioned() async asserted(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert({ version: 4 });
    return { version: 5 };
  }

  @Put('met') @Versioned() async met(@IfMatch() expected: ExpectedVersion): Promise<object> {
    return expected.refuse({ version: 4 });
  }

  @Put('required/:id') @RequirePrecondition() @Versioned({ current }) required(): object {
    return { version: 5 };
  }

  @Get(':id') @Versioned({ current }) find(): object {
    return { id: 1, version: 4 };
  }

  @Put(':id') @Versioned({ current, alreadyApplied: () => true, preconditions: 'optional' }) applied(
    @Body() _: unknown,
    @Param('id') id: string,
  ): object {
    return { id, version: 5 };
  }
}
