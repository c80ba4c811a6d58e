import {
  Catch,
  Controller,
  Get,
  Injectable,
  Put,
  UseFilters,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { currentFrom, PreconditionFailedException, RequirePrecondition, Versioned } from 'nestjs-etag';

@Injectable()
export class Cups {
  readonly cup = { version: 4, colour: 'blue' };
}

@Catch(PreconditionFailedException)
class StaleCupFilter implements ExceptionFilter<PreconditionFailedException> {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(exception: PreconditionFailedException, host: ArgumentsHost): void {
    const body = { code: 'STALE', version: exception.current?.opaque };
    this.host.httpAdapter.reply(host.switchToHttp().getResponse(), body, exception.getStatus());
  }
}

@Controller('cups')
@Versioned({ current: currentFrom(Cups, ({ cup }) => cup) })
export class CupsController {
  constructor(private readonly cups: Cups) {}

  @Get(':id') read() {
    return this.cups.cup;
  }

  @Put(':id') @RequirePrecondition() paint() {
    return this.cups.cup;
  }

  @Put(':id/handle')
  @Versioned({ current: currentFrom(Cups, ({ cup }) => cup) })
  @UseFilters(StaleCupFilter)
  turn() {
    return this.cups.cup;
  }
}
