/** A controller for each state, as an application would have it: what a state is and does is told by decorators. */
import {
  Delete,
  Get,
  Header,
  HttpCode,
  HttpException,
  NotFoundException,
  Options,
  Patch,
  Post,
  Put,
  Redirect,
  Req,
  StreamableFile,
  UseGuards,
  type CanActivate,
  type Type,
} from '@nestjs/common';
import {
  AcceptRanges,
  CacheControl,
  currentFrom,
  ETag,
  RequirePrecondition,
  type ETagOptions,
} from 'nestjs-etag';
import { controllerFrom, type TableRoute } from '../../support/table-routes.js';
import type { State } from '../case.interface.js';
import { bodyOf, Changes, DESCRIPTION, rewritten } from './resource.js';

interface Entity {
  readonly etag?: string | undefined;
  readonly updatedAt?: Date | undefined;
}

interface Request {
  readonly params: { readonly id: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const VERBS = { GET: Get, PUT: Put, PATCH: Patch, DELETE: Delete, POST: Post, OPTIONS: Options };
type Method = keyof typeof VERBS;

export function controllerOf(name: string, state: State, changes: Changes): Type {
  const methods = Object.keys(VERBS) as Method[];
  const routes = methods
    // Only a tag that is known before the bytes are can guard a write.
    .filter((method) => method === 'GET' || !(state.hashed || state.fails || state.content))
    .map((method) => [`${method} ${name}`, routeOf({ name, state, method, changes })] as const);
  return controllerFrom(name, Object.fromEntries(routes));
}

interface Route {
  readonly name: string;
  readonly state: State;
  readonly method: Method;
  readonly changes: Changes;
}

function routeOf(route: Route): TableRoute {
  return {
    verb: () => VERBS[route.method](':id'),
    parameters: [Req()],
    decorators: decoratorsOf(route.state, route.method),
    run: (request: Request) => run(route, request),
  };
}

function run({ name, state, method, changes }: Route, request: Request): unknown {
  if (state.fails) throw new HttpException('the handler fails', state.fails);
  if (method === 'OPTIONS') return { methods: 'all' };
  const creates = state.creates && (method === 'PUT' || method === 'PATCH');
  if (state.exists === false && !creates) throw new NotFoundException();
  if (state.content !== undefined)
    return new StreamableFile(Buffer.from(state.content), { type: 'text/plain' });
  const body = bodyOf(name, state, request.headers['accept-language']);
  if (method === 'GET') return state.status === 204 ? undefined : { ...body, ...entityOf(state) };
  changes.note(request.params.id);
  return method === 'DELETE' ? undefined : { ...body, ...entityOf(rewritten(state)) };
}

function entityOf({ etag, lastModified }: State): Entity {
  return { etag, updatedAt: lastModified === undefined ? undefined : new Date(lastModified) };
}

function decoratorsOf(state: State, method: Method): MethodDecorator[] {
  const described = Object.entries(DESCRIPTION).map(([field, value]) => Header(field, value));
  return [
    ETag(optionsOf(state, method) as ETagOptions),
    ...(method === 'GET' && !state.noStore ? described : []),
    ...(method === 'DELETE' ? [HttpCode(204)] : []),
    ...(method === 'GET' && state.status ? [HttpCode(state.status)] : []),
    ...(state.turnsAway ? [UseGuards(new TurnsAway(state.turnsAway))] : []),
    ...(state.redirects ? [Redirect('/elsewhere', state.redirects)] : []),
    ...(state.content === undefined ? [] : [AcceptRanges()]),
    ...(state.required ? [RequirePrecondition()] : []),
    ...(state.noStore ? [CacheControl({ noStore: true })] : []),
  ];
}

function optionsOf(state: State, method: Method): ETagOptions<Entity> {
  const vary = state.languages ? ['Accept-Language'] : [];
  if (state.hashed || state.fails) return { vary };
  const made: ETagOptions<Entity> = { tag: ({ etag }) => etag, lastModified: 'updatedAt', vary };
  // What a file is has no members: its validators are those of its state, whatever it is.
  if (state.content !== undefined)
    return { ...made, tag: () => state.etag, lastModified: () => new Date(state.lastModified!) };
  return {
    ...made,
    current: currentFrom(Changes, () => (state.exists === false ? null : entityOf(state))),
    ...(state.creates && method !== 'GET' && { creates: true }),
    ...(state.recognises &&
      method === 'PUT' && { alreadyApplied: (_, { headers }) => headers['x-same'] === 'yes' }),
  };
}

class TurnsAway implements CanActivate {
  constructor(private readonly status: number) {}

  canActivate(): boolean {
    throw new HttpException('turned away', this.status);
  }
}
