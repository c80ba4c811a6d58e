/**
 * Methods × states × header forms, on every kind of route. Each test is one method on one state, with every form of one
 * field: what came of each form stands beside what the oracle says.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { compare, type Route } from './compare.js';
import { fixture } from './fixture.js';
import { GROUPS } from './forms.js';
import { STATES, stateNamed, type State } from './states.js';

const KNOWN = STATES.filter(({ unknown }) => !unknown);
const MOST = ['strong', 'weak', 'dated', 'missing', 'unknown'].map(stateNamed);
const SOME = ['strong', 'missing'].map(stateNamed);

const CURRENT = { prefix: 'current', asksCurrent: true, creates: false };
const CREATING = { prefix: 'creating', asksCurrent: true, creates: true };
const RETURNED = { prefix: 'returned', asksCurrent: false, creates: false };
const HASHED = { asksCurrent: false, creates: false, hashes: true };

/** Every state for GET and PUT; where the code cannot tell another method from those, the states that matter. */
const ROUTES: readonly Route[] = [
  { ...CURRENT, methods: ['GET', 'PUT'], states: STATES },
  { ...CURRENT, methods: ['HEAD', 'PATCH', 'DELETE', 'POST'], states: MOST },
  { ...CURRENT, methods: ['OPTIONS'], states: SOME },
  { ...CREATING, methods: ['PUT'], states: STATES },
  { ...CREATING, methods: ['PATCH'], states: SOME },
  { ...RETURNED, methods: ['GET', 'HEAD'], states: KNOWN },
  { ...HASHED, prefix: 'hashed', methods: ['GET', 'HEAD'], states: SOME },
  { ...HASHED, prefix: 'hashed-weakly', methods: ['GET', 'HEAD'], states: SOME },
];

const CELLS = ROUTES.flatMap((route) =>
  route.states.flatMap((state) => route.methods.map((method) => ({ route, state, method }))),
);

/** The fields that could matter to a state: what is crossed takes both a tag and a date to tell apart. */
function groupsFor({ etag, updatedAt, exists }: State): string[] {
  const crosses = !exists || (updatedAt !== undefined && !etag?.startsWith('W/'));
  return Object.keys(GROUPS).filter((group) => crosses || group !== 'fields together');
}

export function describeMatrix(adapter: Adapter): void {
  describe(`matrix on ${adapter.name}`, () => {
    let running: RunningApp;
    beforeAll(async () => (running = await startApp(fixture(), adapter)));
    afterAll(() => running.close());

    describe.each(CELLS)('$method /$route.prefix/$state.name', ({ route, state, method }) => {
      it.each(groupsFor(state))('%s', (group) => compare(running, route, method, state, group));
    });

    it('logs no error', () => expect(running.logger.errors).toEqual([]));
  });
}
