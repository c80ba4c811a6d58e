/** The deviations from the default, each an option: the same oracle, told of them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { compare } from './compare.js';
import { fixture } from './fixture.js';
import { GROUPS } from './forms.js';
import { send } from './rule.js';
import { STATES, stateNamed } from './states.js';

const SETTINGS = { weakIfMatch: true, malformed: 412, required: true, strictPut: true } as const;
const OPTIONS = {
  weakIfMatch: true,
  malformed: 412,
  errors: 'problem',
  preconditions: 'required',
  putValidators: 'strict',
} as const;

const CURRENT = { prefix: 'current', asksCurrent: true, creates: false };
const ROUTES = [
  { ...CURRENT, methods: ['GET'], states: [stateNamed('strong'), stateNamed('missing')] },
  { ...CURRENT, methods: ['PUT'], states: STATES },
  { ...CURRENT, methods: ['DELETE', 'POST', 'OPTIONS'], states: [stateNamed('strong')] },
  { ...CURRENT, prefix: 'creating', creates: true, methods: ['PUT'], states: [stateNamed('missing')] },
];
const CELLS = ROUTES.flatMap((route) =>
  route.states.flatMap((state) => route.methods.map((method) => ({ route, state, method }))),
);

const problem = (status: number, title: string, detail: string) => ({
  type: expect.stringMatching(/errors\.md#[a-z-]+$/),
  title,
  status,
  detail: expect.stringContaining(detail),
});

describe.each(ADAPTERS)('options on $name', (adapter) => {
  let running: RunningApp;
  beforeAll(async () => (running = await startApp(fixture(OPTIONS), adapter)));
  afterAll(() => running.close());

  describe.each(CELLS)('$method /$route.prefix/$state.name', ({ route, state, method }) => {
    it.each(Object.keys(GROUPS))('%s', (group) => compare(running, route, method, state, group, SETTINGS));
  });

  it.each([
    ['412', { 'if-match': '"v0"' }, problem(412, 'Precondition Failed', 'ETag')],
    ['malformed', { 'if-match': 'v1' }, problem(412, 'Precondition Failed', 'double quotes')],
    ['428', {}, problem(428, 'Precondition Required', 'If-Match')],
  ])('errors: problem, of a %s', async (_, headers, body) => {
    const response = await send(running, 'PUT /current/strong', headers);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json).toEqual(body);
    expect(response.status).toBe(body.status);
  });

  it("errors: problem leaves the application's own 404 alone", async () => {
    const { status, json } = await send(running, 'GET /current/missing');
    expect([status, json]).toEqual([404, expect.objectContaining({ message: 'the handler found nothing' })]);
  });

  it('logs no error', () => expect(running.logger.errors).toEqual([]));
});
