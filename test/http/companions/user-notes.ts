/** What depends on who asks, whom nestjs-cls knows: in the look-up of the current state, in a tag, and in the handler. */
import { Controller, Get, Injectable, Put, type Type } from '@nestjs/common';
import { ClsService } from './nestjs-cls.js';
import { currentFrom, ETag, Versioned } from 'nestjs-etag';
import { NOTHING } from '../../support/stages.js';

@Injectable()
export class UserNotes {
  constructor(private readonly cls: ClsService) {}

  get user(): string {
    return this.cls.get<string | undefined>('user') ?? 'nobody';
  }

  find(): { version: string; of: string } {
    return { version: this.user, of: this.user };
  }
}

const current = currentFrom(UserNotes, (notes) => notes.find());

export function userControllerOf(ours: boolean): Type {
  @Controller('mine')
  class UserController {
    constructor(private readonly notes: UserNotes) {}

    @Get('versioned') @(ours ? Versioned({ current }) : NOTHING) versioned(): object {
      return this.notes.find();
    }

    @Get('made') @(ours ? ETag(({ of }: { of: string }) => of) : NOTHING) async made(): Promise<object> {
      return this.notes.find();
    }

    @Put('versioned') @(ours ? Versioned({ current }) : NOTHING) write(): object {
      return this.notes.find();
    }
  }
  return UserController;
}
