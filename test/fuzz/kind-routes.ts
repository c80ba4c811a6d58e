/** What kinds of routes are made of. */
import { Delete, Get, HttpCode, Patch, Post, Put, Req } from '@nestjs/common';
import type { TableRoute } from '../support/table-routes.js';
import type { Rooms } from './rooms.js';

export interface Kind {
  readonly routes: Readonly<Record<string, TableRoute>>;
  /** Its rooms have dates. */
  readonly dates: boolean;
  /** Nothing looks at preconditions. */
  readonly undecorated?: boolean;
  /** Nothing looks at those of its writes, which have no tag. */
  readonly unconditionalWrites?: boolean;
  readonly creates?: boolean;
  readonly required?: boolean;
  /** The module does not know the current state, so that it may refuse what it cannot evaluate. */
  readonly unknown?: boolean;
  /** Default: those of versions. An opaque one is known as soon as it was shown. */
  readonly tags?: 'opaque' | 'none';
  /** Of a GET of what is there. Default 200. */
  readonly status?: number;
  readonly ranges?: boolean;
}

export interface Asked {
  readonly params: { readonly id: string };
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Handler = (rooms: Rooms, request: Asked) => unknown;

const VERBS = { GET: Get, PUT: Put, PATCH: Patch, DELETE: Delete, POST: Post };
type Method = keyof typeof VERBS;

/** Shown as JSON, and again in another length for each version. */
export const show: Handler = (rooms, { params }) => rooms.get(params.id);
export const write: Handler = (rooms, { params }) => rooms.write(params.id);

let rooms: Rooms;

/** The applications have the same rooms. */
export function useRooms(all: Rooms): void {
  rooms = all;
}

export function sharedRooms(): Rooms {
  return rooms;
}

export function route(
  method: Method,
  decorators: MethodDecorator[],
  handler: Handler,
): Record<string, TableRoute> {
  return {
    [method]: {
      verb: () => VERBS[method](':id'),
      decorators: method === 'DELETE' ? [...decorators, HttpCode(204)] : decorators,
      parameters: [Req()],
      run: (request: Asked) => handler(rooms, request),
    },
  };
}

export function writes(decorator: () => MethodDecorator): Record<string, TableRoute> {
  return {
    ...route('PUT', [decorator()], write),
    ...route('PATCH', [decorator()], write),
    ...route('POST', [decorator()], write),
    ...route('DELETE', [decorator()], (all, { params }) => all.remove(params.id)),
  };
}

export function read(decorator: MethodDecorator, handler: Handler = show): Pick<Kind, 'routes'> {
  return { routes: route('GET', [decorator], handler) };
}
