import { Body, Controller, Get, Injectable, Put } from '@nestjs/common';
import { currentFrom, ETag, EtagModule, IfMatch, Versioned, type ExpectedVersion } from '../../src/index.js';
import type { Application } from './applications.js';

@Injectable()
class Accounts {
  seven = { id: 7, version: 3, balance: 10 };
}

const current = currentFrom(Accounts, ({ seven }) => seven);

@Controller()
class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  @Get('accounts/7') @Versioned({ current }) read() {
    return this.accounts.seven;
  }

  @Put('accounts/7') @Versioned({ current }) write(
    @Body() { balance }: { balance: number },
    @IfMatch() expected: ExpectedVersion,
  ) {
    expected.consume();
    return (this.accounts.seven = { id: 7, version: this.accounts.seven.version + 1, balance });
  }

  @Get('answer') @ETag() answer() {
    return { answer: 'yes' };
  }
}

process.env.ETAG_SECRET = 'correct horse battery staple';

export const opaqueTags: Application = {
  module: () => ({
    imports: [EtagModule.forRoot({ secret: process.env.ETAG_SECRET ?? '' })],
    controllers: [AccountsController],
    providers: [Accounts],
  }),
};
