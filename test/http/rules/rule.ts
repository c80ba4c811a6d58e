import { expect } from '@jest/globals';
import type { RunningApp } from '../../support/adapters.js';
import { request, type WireRequest, type WireResponse } from '../../support/wire.js';
import { Store } from './fixture.js';
import type { Lines } from './forms.js';
import { faultsOf } from './observe.js';

/** The applications a rule is tried on: the default options, and `putValidators: 'strict'`. */
export interface Apps {
  readonly main: RunningApp;
  readonly strict: RunningApp;
}

/** A rule of RFC 9110 by its number in the list of rules, and the test of it. */
export interface Rule {
  readonly number: number;
  readonly title: string;
  readonly test: (apps: Apps) => Promise<void>;
}

export function rule(number: number, title: string, test: Rule['test'] | readonly Step[]): Rule {
  return { number, title, test: typeof test === 'function' ? test : ({ main }) => walk(main, test) };
}

/** `PUT /current/strong`, the header fields, and what comes of it: the status, and whether the handler ran. */
export type Step = readonly [target: string, headers: Readonly<Record<string, Lines>>, outcome: Outcome];
type Outcome = `${number} ${'ran' | 'did not run'}`;

/** Sends the steps and holds all that came of them against what must, at once. */
async function walk(app: RunningApp, steps: readonly Step[]): Promise<void> {
  const outcomes = await Promise.all(steps.map(([target, headers]) => outcomeOf(app, target, headers)));
  const titles = steps.map(([target, headers]) => `${target} ${JSON.stringify(headers)}`);
  expect(titles.map((title, at) => [title, outcomes[at]])).toEqual(
    titles.map((title, at) => [title, steps[at]![2]]),
  );
}

let requests = 0;

async function outcomeOf(app: RunningApp, target: string, headers: Step[1]): Promise<string> {
  const id = `rule-${(requests += 1)}`;
  const { method, path } = targetOf(target);
  const response = await request(app.port, { method, path: `${path}/${id}`, headers });
  const ran = app.app.get(Store).callsOf(id) > 0 ? 'ran' : 'did not run';
  return [`${response.status} ${ran}`, ...faultsOf(method, response)].join(' !! ');
}

/** One request, where more than its status matters. `target` as in a step. */
export function send(
  app: RunningApp,
  target: string,
  headers: Step[1] = {},
  body?: WireRequest['body'],
): Promise<WireResponse> {
  const { method, path } = targetOf(target);
  return request(app.port, { method, path: `${path}/0`, headers, body });
}

function targetOf(target: string): { method: string; path: string } {
  const [method = '', path = ''] = target.split(' ');
  return { method, path };
}
