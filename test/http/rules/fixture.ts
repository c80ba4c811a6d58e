import {
  applyDecorators,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Injectable,
  NotFoundException,
  Options,
  Param,
  Patch,
  Post,
  Put,
  type ModuleMetadata,
} from '@nestjs/common';
import {
  currentFrom,
  ETag,
  EtagModule,
  LastModified,
  type EtagModuleOptions,
  type ETagOptions,
} from '../../../src/index.js';
import { REWRITTEN, rewritten, stateNamed, type State } from './states.js';

/** `/<state>/<id>`: the id is any number that tells one request from all others. */
export interface Path {
  readonly state: string;
  readonly id: string;
}

export type Entity = Omit<State, 'unknown'>;

/** Never changes, so that cases need no order; a write answers what it would have made of the entity. */
@Injectable()
export class Store {
  /** How often the handler ran, by the number in the path. */
  private readonly calls = new Map<string, number>();

  callsOf(id: string): number {
    return this.calls.get(id) ?? 0;
  }

  called(id: string): void {
    this.calls.set(id, this.callsOf(id) + 1);
  }

  current(name: string): Entity | null | undefined {
    const state = stateNamed(name);
    if (state.unknown) return undefined;
    return state.exists ? state : null;
  }

  read({ state, id }: Path): Entity {
    this.called(id);
    const { unknown: _, ...entity } = stateNamed(state);
    if (!entity.exists) throw new NotFoundException('the handler found nothing');
    return entity;
  }

  write(path: Path): Entity {
    return changed(this.read(path));
  }

  upsert(path: Path): Entity {
    if (stateNamed(path.state).exists) return this.write(path);
    this.called(path.id);
    return { name: path.state, exists: true, etag: '"v2"', updatedAt: REWRITTEN };
  }
}

function changed(entity: Entity): Entity {
  const etag = rewritten(entity.etag);
  return {
    ...entity,
    ...(etag !== undefined && { etag }),
    ...(entity.updatedAt && { updatedAt: REWRITTEN }),
  };
}

/** What a 304 must say again (rule 34). */
export const KEPT = {
  'cache-control': 'private, max-age=60',
  'content-location': '/elsewhere',
  expires: 'Wed, 01 May 2024 13:00:00 GMT',
  vary: 'Accept-Language, Accept',
} as const;

/** Every kept field, and one that is not, as an application would set them. */
export function Described(): MethodDecorator {
  return applyDecorators(
    Header('Cache-Control', KEPT['cache-control']),
    Header('Content-Location', KEPT['content-location']),
    Header('Expires', KEPT.expires),
    Header('Vary', 'Accept-Language'),
    Header('Content-Language', 'en'),
  );
}

const FROM_ENTITY: ETagOptions<Entity> = {
  tag: (entity) => entity.etag,
  lastModified: 'updatedAt',
  vary: ['Accept'],
};

const FROM_CURRENT: ETagOptions<Entity> = {
  ...FROM_ENTITY,
  current: currentFrom(Store, (store, { params }) => store.current(params['state']!)),
};

@Controller('current')
class CurrentController {
  constructor(private readonly store: Store) {}

  @Get(':state/:id')
  @Described()
  @ETag(FROM_CURRENT)
  get(@Param() path: Path) {
    return this.store.read(path);
  }

  @Put(':state/:id')
  @ETag(FROM_CURRENT)
  put(@Param() path: Path) {
    return this.store.write(path);
  }

  @Patch(':state/:id')
  @ETag(FROM_CURRENT)
  patch(@Param() path: Path) {
    return this.store.write(path);
  }

  @Post(':state/:id')
  @ETag(FROM_CURRENT)
  post(@Param() path: Path) {
    return this.store.write(path);
  }

  @Delete(':state/:id')
  @HttpCode(204)
  @ETag(FROM_CURRENT)
  delete(@Param() path: Path) {
    this.store.read(path);
  }

  @Options(':state/:id')
  @ETag(FROM_CURRENT)
  options(@Param() { id }: Path) {
    this.store.called(id);
    return { methods: 'all' };
  }
}

@Controller('creating')
class CreatingController {
  constructor(private readonly store: Store) {}

  @Put(':state/:id')
  @ETag({ ...FROM_CURRENT, creates: true })
  put(@Param() path: Path) {
    return this.store.upsert(path);
  }

  @Patch(':state/:id')
  @ETag({ ...FROM_CURRENT, creates: true })
  patch(@Param() path: Path) {
    return this.store.upsert(path);
  }
}

@Controller()
class ReadController {
  constructor(private readonly store: Store) {}

  @Get('returned/:state/:id')
  @Described()
  @ETag(FROM_ENTITY)
  returned(@Param() path: Path) {
    return this.store.read(path);
  }

  @Get('hashed/:state/:id')
  @Described()
  @ETag({ vary: ['Accept'] })
  @LastModified('updatedAt')
  hashed(@Param() path: Path) {
    return this.store.read(path);
  }

  @Get('hashed-weakly/:state/:id')
  @Described()
  @ETag({ vary: ['Accept'], weak: true, lastModified: 'updatedAt' })
  hashedWeakly(@Param() path: Path) {
    return this.store.read(path);
  }
}

/** The fixture's application, with more controllers where a test brings its own. */
export function fixture(options: EtagModuleOptions = {}, extra: ModuleMetadata = {}): ModuleMetadata {
  return {
    imports: [EtagModule.forRoot(options), ...(extra.imports ?? [])],
    controllers: [CurrentController, CreatingController, ReadController, ...(extra.controllers ?? [])],
    providers: [Store, ...(extra.providers ?? [])],
  };
}
