import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  Injectable,
  NotFoundException,
  Param,
  Put,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { CacheControl, currentFrom, RequirePrecondition, Versioned, type LookupRequest } from 'nestjs-etag';

type Account = { id: string; owner: string; balance: number; version: number };

@Injectable()
export class AccountsService {
  private readonly accounts = new Map<string, Account>([
    ['7', { id: '7', owner: 'ada', balance: 10, version: 3 }],
  ]);

  find(id: string | undefined): Account {
    const account = this.accounts.get(id ?? '');
    if (!account) throw new NotFoundException();
    return account;
  }

  set(id: string, balance: number): Account {
    const account = this.find(id);
    return Object.assign(account, { balance, version: account.version + 1 });
  }
}

/** A token stands for its user here. */
@Injectable()
export class OwnerGuard implements CanActivate {
  constructor(private readonly accounts: AccountsService) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, params } = context.switchToHttp().getRequest<LookupRequest>();
    if (headers['authorization'] !== `Bearer ${this.accounts.find(params.id).owner}`)
      throw new ForbiddenException();
    return true;
  }
}

@Controller('accounts')
@UseGuards(OwnerGuard)
@Versioned({ current: currentFrom(AccountsService, (accounts, { params }) => accounts.find(params.id)) })
@CacheControl({ private: true, noCache: true })
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get(':id')
  findOne(@Param('id') id: string): Account {
    return this.accounts.find(id);
  }

  @Put(':id')
  @RequirePrecondition()
  set(@Param('id') id: string, @Body('balance') balance: number): Account {
    return this.accounts.set(id, balance);
  }
}
