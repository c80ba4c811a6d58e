/** Every kind of route that is asked: what its handlers return, and what is known of it from outside. */
import { HttpCode, HttpException, Get, Put, Redirect, Req, Res, StreamableFile } from '@nestjs/common';
import {
  AcceptRanges,
  currentFrom,
  entityHash,
  ETag,
  ForgetsTags,
  IfMatch,
  RequirePrecondition,
  Versioned,
  type ExpectedVersion,
  type LookupRequest,
} from 'nestjs-etag';
import { Readable } from 'node:stream';
import { from, of } from 'rxjs';
import { read, route, sharedRooms, show, write, writes, type Asked, type Kind } from './kind-routes.js';
import { Rooms, type Room } from './rooms.js';

const current = currentFrom(Rooms, (rooms, { params }) => rooms.find(params['id']!));
const dated = { current, lastModified: 'updatedAt' } as const;
const group = (request: LookupRequest): string[] => [`room ${request.params['id']}`];

const byVersion = (): MethodDecorator => Versioned({ lastModified: 'updatedAt' });
const textOf = ({ id, version }: Room): string =>
  `room ${id} in version ${version}, ${'so long '.repeat(200)}`;

export const KINDS: Readonly<Record<string, Kind>> = {
  versioned: {
    dates: true,
    routes: { ...read(Versioned(dated)).routes, ...writes(() => Versioned(dated)) },
  },
  creating: {
    dates: true,
    creates: true,
    routes: {
      ...read(Versioned(dated)).routes,
      ...route('PUT', [Versioned({ ...dated, creates: true })], (all, { params }) => all.upsert(params.id)),
      ...route('DELETE', [Versioned(dated)], (all, { params }) => all.remove(params.id)),
    },
  },
  required: {
    dates: true,
    required: true,
    routes: {
      ...read(Versioned(dated)).routes,
      ...route('PUT', [Versioned(dated), RequirePrecondition()], write),
    },
  },
  dated: {
    dates: true,
    tags: 'none',
    routes: {
      ...read(ETag({ tag: () => undefined, ...dated })).routes,
      ...writes(() => ETag({ tag: () => undefined, ...dated })),
    },
  },
  'entity hash': {
    dates: false,
    tags: 'opaque',
    routes: {
      ...read(ETag({ tag: entityHash, current })).routes,
      ...writes(() => ETag({ tag: entityHash, current })),
    },
  },
  expecting: {
    dates: false,
    unknown: true,
    routes: {
      ...read(Versioned()).routes,
      PUT: {
        verb: () => Put(':id'),
        decorators: [Versioned()],
        parameters: [Req(), IfMatch()],
        run: async ({ params }: Asked, expected: ExpectedVersion) => {
          await expected.assert(sharedRooms().get(params.id));
          return sharedRooms().write(params.id);
        },
      },
    },
  },
  variants: {
    dates: false,
    routes: {
      ...read(Versioned({ current, vary: ['Accept-Language'] }), (all, { params, headers }) => ({
        ...all.get(params.id),
        language: headers['accept-language'],
      })).routes,
      ...writes(() => Versioned({ current, vary: ['Accept-Language'] })),
    },
  },
  remembered: {
    dates: false,
    unconditionalWrites: true,
    routes: {
      ...read(ETag({ remember: { groups: group } })).routes,
      ...route('POST', [ForgetsTags(group)], write),
    },
  },
  value: { dates: true, ...read(byVersion()) },
  promise: { dates: true, ...read(byVersion(), async (...given) => show(...given)) },
  observable: { dates: true, ...read(byVersion(), (...given) => of(show(...given))) },
  'observable of a promise': {
    dates: true,
    ...read(byVersion(), (...given) => from(Promise.resolve().then(() => show(...given)))),
  },
  hashed: { dates: false, ...read(ETag()) },
  'hashed weakly': { dates: true, ...read(ETag({ weak: true, lastModified: 'updatedAt' })) },
  languages: {
    dates: false,
    ...read(ETag({ vary: ['Accept-Language'] }), (all, { params, headers }) => ({
      ...all.get(params.id),
      language: headers['accept-language'],
    })),
  },
  list: { dates: false, ...read(Versioned(), (...given) => [show(...given), { id: 'other', version: 7 }]) },
  text: { dates: false, ...read(ETag(), (...given) => textOf(show(...given) as Room)) },
  file: {
    dates: false,
    ranges: true,
    routes: {
      GET: {
        verb: () => Get(':id'),
        decorators: [AcceptRanges(), ETag()],
        parameters: [Req()],
        run: ({ params }: Asked) => new StreamableFile(Buffer.from(textOf(sharedRooms().get(params.id)))),
      },
    },
  },
  stream: {
    dates: false,
    ...read(ETag(), (...given) => {
      const text = textOf(show(...given) as Room);
      return new StreamableFile(
        Readable.from([text.slice(0, 99), text.slice(99)].map((part) => Buffer.from(part))),
      );
    }),
  },
  response: {
    dates: false,
    routes: {
      GET: {
        verb: () => Get(':id'),
        decorators: [ETag()],
        parameters: [Req(), Res()],
        run: ({ params }: Asked, response: { send(body: unknown): unknown }) =>
          void response.send(sharedRooms().get(params.id)),
      },
    },
  },
  created: { dates: false, status: 201, routes: route('GET', [Versioned({ current }), HttpCode(201)], show) },
  moved: {
    dates: false,
    status: 302,
    routes: route('GET', [Versioned({ current }), Redirect('/elsewhere', 302)], show),
  },
  refusing: {
    dates: false,
    status: 422,
    routes: route('GET', [ETag()], () => {
      throw new HttpException('no', 422);
    }),
  },
  undecorated: {
    dates: false,
    undecorated: true,
    routes: { ...route('GET', [], show), ...writes(() => () => undefined) },
  },
};
