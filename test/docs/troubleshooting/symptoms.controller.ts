import {
  Controller,
  Get,
  HttpCode,
  Injectable,
  Put,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { currentFrom, ETag, Versioned } from 'nestjs-etag';
import { map, type Observable } from 'rxjs';

@Injectable()
export class Lamps {
  readonly lamp = { id: 1, version: 4, on: true };
  requests = 0;
}

/** What many applications have around all of their routes. */
class EnvelopeInterceptor implements NestInterceptor<object, object> {
  intercept(_: ExecutionContext, next: CallHandler<object>): Observable<object> {
    return next.handle().pipe(map((data) => ({ data })));
  }
}

const current = currentFrom(Lamps, ({ lamp }) => lamp);

@Controller()
export class SymptomsController {
  constructor(private readonly lamps: Lamps) {}

  @Get('clock')
  @ETag()
  clock() {
    this.lamps.requests += 1;
    return { requests: this.lamps.requests, lamp: this.lamps.lamp };
  }

  @Get('steady-clock')
  @ETag(({ lamp }: ReturnType<SymptomsController['clock']>) => lamp.version)
  steadyClock() {
    return this.clock();
  }

  @Get('lamps/1')
  @Versioned({ current })
  read() {
    return this.lamps.lamp;
  }

  @Put('lamps/1')
  @Versioned({ current })
  @HttpCode(204)
  write() {}

  @Get('intercepted')
  @UseInterceptors(EnvelopeInterceptor)
  @Versioned()
  intercepted() {
    return this.lamps.lamp;
  }

  @Get('envelope')
  @Versioned()
  envelope() {
    return { data: [this.lamps.lamp] };
  }

  @Get('items')
  @Versioned({ items: (body) => body.data })
  items() {
    return { data: [this.lamps.lamp] };
  }
}
