/** Routes that a rule needs and the matrix has no use for. Each is `/special/<name>/<id>`. */
import {
  Controller,
  Delete,
  Get,
  Head,
  Header,
  Headers,
  HttpCode,
  HttpException,
  Injectable,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Put,
  Redirect,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import {
  CacheControl,
  currentFrom,
  ETag,
  RequirePrecondition,
  Versioned,
  type ETagOptions,
} from '../../../src/index.js';
import { Store, type Path } from './fixture.js';
import { UPDATED } from './states.js';

/** Turns the request away with the status the path names. */
@Injectable()
export class TurnAway implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { status } = context.switchToHttp().getRequest<{ params: { status: string } }>().params;
    throw new HttpException('turned away', Number(status));
  }
}

interface Tagged {
  readonly etag?: string;
  readonly updatedAt?: Date;
}

const DAY = 86_400_000;
const ODD_TAG = '"caf\xe9,\\\xff"';

const tag = (entity: Tagged | undefined) => entity?.etag;
const currently = <T extends Tagged>(entity: T): ETagOptions<T> => ({
  tag,
  current: currentFrom(Store, () => entity),
});

const DATED: ETagOptions<Tagged> = {
  ...currently<Tagged>({ etag: '"v1"', updatedAt: UPDATED }),
  lastModified: 'updatedAt',
};

@Controller('special')
export class SpecialController {
  constructor(private readonly store: Store) {}

  @Get('guarded/:status/:id')
  @UseGuards(TurnAway)
  @ETag(currently({ etag: '"v1"' }))
  guardedRead(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Put('guarded/:status/:id')
  @UseGuards(TurnAway)
  @ETag(currently({ etag: '"v1"' }))
  guardedWrite(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Get('piped/:number/:id')
  @ETag(currently({ etag: '"v1"' }))
  pipedRead(@Param('number', ParseIntPipe) _: number, @Param() { id }: Path) {
    this.store.called(id);
  }

  @Put('piped/:number/:id')
  @ETag(currently({ etag: '"v1"' }))
  pipedWrite(@Param('number', ParseIntPipe) _: number, @Param() { id }: Path) {
    this.store.called(id);
  }

  @Get('status/:status/:id')
  @ETag()
  status(@Param() { id, status }: Path & { status: string }) {
    this.store.called(id);
    throw new HttpException('the handler says no', Number(status));
  }

  @Get('redirect/:id')
  @Redirect('/elsewhere', 302)
  @ETag(currently({ etag: '"v1"' }))
  redirect(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Put('redirecting/:id')
  @Redirect('/elsewhere', 303)
  @ETag(currently({ etag: '"v1"' }))
  redirecting(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Get('created/:id')
  @HttpCode(201)
  @ETag(currently({ etag: '"v1"' }))
  created(@Param() { id }: Path) {
    this.store.called(id);
    return { etag: '"v1"' };
  }

  @Get('partial/:id')
  @HttpCode(206)
  @ETag()
  partial(@Param() { id }: Path) {
    this.store.called(id);
    return { etag: '"v1"' };
  }

  @Get('empty/:id')
  @HttpCode(204)
  @ETag(() => 'v1')
  empty(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Get('from-the-future/:id')
  @ETag({ tag, lastModified: 'updatedAt' })
  fromTheFuture(): Tagged {
    return { updatedAt: new Date(Date.now() + DAY) };
  }

  @Get('odd-tag/:id')
  @ETag({ tag })
  oddRead(@Param() { id }: Path): Tagged {
    this.store.called(id);
    return { etag: ODD_TAG };
  }

  @Put('odd-tag/:id')
  @ETag(currently({ etag: ODD_TAG }))
  oddWrite(@Param() { id }: Path): Tagged {
    this.store.called(id);
    return { etag: ODD_TAG };
  }

  @Put('silent/:id')
  @ETag(currently({ etag: '"v1"' }))
  silent(@Param() { id }: Path) {
    this.store.called(id);
    return { done: true };
  }

  /** What it returns has a date, and no tag: that stays with the entity. */
  @Get('dto/:id')
  @ETag(DATED)
  dto(@Param() { id }: Path): Tagged {
    this.store.called(id);
    return { updatedAt: UPDATED };
  }

  @Get('secret-current/:id')
  @ETag(DATED)
  @CacheControl({ noStore: true })
  secretCurrent(@Param() { id }: Path): Tagged {
    this.store.called(id);
    return { etag: '"v1"', updatedAt: UPDATED };
  }

  @Head('headed/:id')
  @ETag()
  headed() {}

  @Get('headed/:id')
  @ETag()
  headless() {
    return { body: true };
  }

  @Get('translated/:id')
  @ETag({ vary: ['Accept-Language'] })
  translated(@Headers('accept-language') language: string) {
    return { hello: language };
  }

  @Get('translated-version/:id')
  @Versioned({ vary: ['Accept-Language'] })
  translatedVersion(@Headers('accept-language') language: string) {
    return { version: 1, hello: language };
  }

  @Put('required/:id')
  @RequirePrecondition()
  @Header('Cache-Control', 'max-age=60')
  @ETag(currently({ etag: '"v1"' }))
  requiredPut(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Patch('required/:id')
  @RequirePrecondition()
  @ETag({ ...currently({ updatedAt: UPDATED }), lastModified: 'updatedAt' })
  requiredPatch(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Delete('repeated/:id')
  @ETag({ tag, current: currentFrom(Store, (): Tagged | null => null), alreadyApplied: true })
  repeatedDelete(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Put('repeated/:id')
  @ETag({ ...currently({ etag: '"v1"' }), alreadyApplied: (_, { headers }) => headers['x-same'] === 'yes' })
  repeatedPut(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Post('required/:id')
  @RequirePrecondition()
  @ETag(currently({ etag: '"v1"' }))
  requiredPost(@Param() { id }: Path) {
    this.store.called(id);
  }

  @Get('secret/:id')
  @ETag()
  @CacheControl({ noStore: true })
  secret() {
    return { secret: true };
  }

  @Get('secret-by-header/:id')
  @ETag()
  @Header('Cache-Control', 'private, No-Store')
  secretByHeader() {
    return { secret: true };
  }
}
