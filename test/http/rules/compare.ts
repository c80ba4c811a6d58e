import { expect } from '@jest/globals';
import type { RunningApp } from '../../support/adapters.js';
import { request } from '../../support/wire.js';
import { GROUPS, type Form } from './forms.js';
import { lineOf, observe } from './observe.js';
import { expected, type CaseSettings } from './oracle.js';
import type { State } from './states.js';

/** Routes that are alike: one for each state and method. */
export interface Route {
  readonly prefix: string;
  readonly methods: readonly string[];
  readonly states: readonly State[];
  readonly asksCurrent: boolean;
  readonly creates: boolean;
  /** The tag is the hash of the bytes, which no table can know. */
  readonly hashes?: boolean;
}

/** Sends every form of a group, and holds what comes of it against the oracle. */
export async function compare(
  running: RunningApp,
  route: Route,
  method: string,
  state: State,
  group: string,
  settings: CaseSettings = {},
): Promise<void> {
  const path = `/${route.prefix}/${state.name}`;
  const actual = route.hashes ? await hashed(running, path, state) : state;
  const forms = GROUPS[group]!(opaqueOf(actual));
  const lines = await observe(running, method, path, forms);
  const due = forms.map(({ means }) =>
    lineOf(expected({ ...route, method, state: actual, means, settings })),
  );
  expect(titled(forms, lines)).toEqual(titled(forms, due));
}

function titled(forms: readonly Form[], lines: readonly string[]): Record<string, string | undefined> {
  return Object.fromEntries(forms.map((form, at) => [titleOf(form), lines[at]]));
}

function titleOf({ name, headers }: Form): string {
  return `${name || 'no precondition'} ${JSON.stringify(headers)}`;
}

async function hashed({ port }: RunningApp, path: string, state: State): Promise<State> {
  const { etag } = (await request(port, { path: `${path}/0` })).headers;
  return etag !== undefined && state.exists ? { ...state, etag } : state;
}

/** Where there is no tag, a client has one all the same: from before, or from somewhere else. */
function opaqueOf({ etag = '"v1"' }: State): string {
  return etag.slice(etag.indexOf('"') + 1, -1);
}
