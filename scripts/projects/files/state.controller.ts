import { Controller, Get, Injectable, Put } from '@nestjs/common';
import { currentFrom, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';

@Injectable()
export class StateService {
  now = { version: 1 };
}

@Controller('state')
@Versioned({ current: currentFrom(StateService, (state) => state.now) })
export class StateController {
  constructor(private readonly state: StateService) {}

  @Get()
  read(): object {
    return this.state.now;
  }

  @Get('plain/of/auto')
  plain(): object {
    return this.state.now;
  }

  @Put()
  async write(@IfMatch() expected: ExpectedVersion): Promise<object> {
    await expected.assert(this.state.now);
    this.state.now = { version: this.state.now.version + 1 };
    return this.state.now;
  }
}
