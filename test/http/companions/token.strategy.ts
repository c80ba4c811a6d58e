import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport';

interface AuthorizedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Anybody who says a name: `Authorization: Bearer anna`. */
class NamedBearer extends Strategy {
  constructor(
    private readonly verify: (name: string, done: (error: Error | null, user?: object) => void) => void,
  ) {
    super();
  }

  override authenticate({ headers }: AuthorizedRequest): void {
    const name = /^Bearer (\w+)$/.exec(String(headers['authorization']))?.[1];
    if (name === undefined) this.fail('Bearer', 401);
    else this.verify(name, (error, user) => (error ? this.error(error) : this.success(user!)));
  }
}

@Injectable()
export class TokenStrategy extends PassportStrategy(NamedBearer, 'token') {
  validate(name: string): object {
    return { name };
  }
}
