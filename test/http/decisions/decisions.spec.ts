/** Each decision is published once, with what a dashboard needs, and nothing is noted where nobody listens. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EtagModule, type EtagDecision } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { request, type WireRequest } from '../../support/wire.js';
import { DecidedController, Parts } from './decided.controller.js';

const CHANNEL = 'nestjs-etag:decision';

let published: EtagDecision[] = [];
let heard: () => void = () => undefined;
const listen = (message: unknown): void => {
  published.push(message as EtagDecision);
  heard();
};

const none = {
  source: 'none',
  conditional: false,
  handlerSkipped: false,
  bytesSaved: undefined,
  currentTime: undefined,
};
const ms = expect.any(Number) as unknown as number;
const from = (source: NonNullable<EtagDecision['source']>) => ({ source, conditional: true });

type Row = readonly [string, WireRequest, Partial<EtagDecision>];
const get = (path: string, headers: WireRequest['headers'] = {}): WireRequest => ({ path, headers });
const put = (path: string, headers: WireRequest['headers'] = {}): WireRequest => ({
  ...get(path, headers),
  method: 'PUT',
  body: {},
});
const SIX = { 'if-match': '"6"' };
const FOUR = { 'if-match': '"4"' };

const rows: readonly Row[] = [
  ['a body', get('/parts/hashed'), { status: 200, outcome: 'sent', source: 'body' }],
  ['a tag of the application', get('/parts/own'), { outcome: 'sent', source: 'application' }],
  ['a file', get('/parts/file'), { outcome: 'sent', source: 'file' }],
  [
    'a part of it',
    get('/parts/file', { range: 'bytes=0-1' }),
    { status: 206, outcome: 'partial-content', source: 'file' },
  ],
  [
    'a range there is none of',
    get('/parts/file', { range: 'bytes=20-' }),
    { status: 416, outcome: 'range-not-satisfiable', source: 'file' },
  ],
  ['no tag', get('/parts/bare'), { outcome: 'untagged' }],
  ['an error of the application', get('/parts/failing'), { status: 409, outcome: 'error' }],
  ['several choices', get('/parts/choices'), { status: 300, outcome: 'redirection' }],
  ['a date alone', get('/parts/dated'), { outcome: 'sent', source: 'entity' }],
  ['a stream', get('/parts/stream'), { outcome: 'sent', source: 'entity' }],
  ['what a guard refuses', get('/parts/guarded'), { status: 403, outcome: 'error' }],
  ['a redirection', get('/parts/moved'), { status: 302, outcome: 'redirection' }],
  ['an entity', get('/parts/1'), { outcome: 'sent', source: 'entity' }],
  [
    'an entity, of which the client has another version',
    get('/parts/1', { 'if-none-match': '"3"' }),
    { outcome: 'sent', ...from('entity'), currentTime: ms },
  ],
  [
    'a 304 from current',
    get('/parts/1', { 'if-none-match': '"4"' }),
    {
      status: 304,
      outcome: 'not-modified',
      ...from('current'),
      handlerSkipped: true,
      currentTime: ms,
      bytesSaved: 20,
    },
  ],
  [
    'a 304 to HEAD, which would have had no body',
    { ...get('/parts/1', { 'if-none-match': '"4"' }), method: 'HEAD' },
    { status: 304, outcome: 'not-modified', ...from('current'), handlerSkipped: true, currentTime: ms },
  ],
  [
    'a 412 to a read',
    get('/parts/1', SIX),
    {
      status: 412,
      outcome: 'precondition-failed',
      ...from('current'),
      handlerSkipped: true,
      currentTime: ms,
    },
  ],
  ['a write without preconditions', put('/parts/1'), { status: 200, outcome: 'performed', source: 'entity' }],
  ['a checked write', put('/parts/1', FOUR), { outcome: 'performed', ...from('current'), currentTime: ms }],
  [
    'a stale write that was applied',
    put('/parts/1', SIX),
    { status: 204, outcome: 'already-applied', ...from('current'), handlerSkipped: true, currentTime: ms },
  ],
  [
    'a write to what is absent',
    put('/parts/2', FOUR),
    { status: 404, outcome: 'error', ...from('current'), handlerSkipped: true, currentTime: ms },
  ],
  [
    'a stale write',
    put('/parts/required/1', SIX),
    {
      status: 412,
      outcome: 'precondition-failed',
      ...from('current'),
      handlerSkipped: true,
      currentTime: ms,
    },
  ],
  [
    'a write that needs a precondition',
    put('/parts/required/1'),
    { status: 428, outcome: 'precondition-required', handlerSkipped: true },
  ],
  [
    'what cannot be read',
    put('/parts/1', { 'if-match': '4' }),
    { status: 400, outcome: 'malformed-precondition', conditional: true, handlerSkipped: true },
  ],
  ['compare-and-set', put('/parts/compared', FOUR), { outcome: 'performed', ...from('store') }],
  [
    'compare-and-set that met another version',
    put('/parts/met', SIX),
    { status: 412, outcome: 'precondition-failed', ...from('store') },
  ],
  ['an assertion', put('/parts/asserted', FOUR), { outcome: 'performed', ...from('entity') }],
  [
    'an assertion that fails',
    put('/parts/asserted', SIX),
    { status: 412, outcome: 'precondition-failed', ...from('entity') },
  ],
  ['a conflict without preconditions', put('/parts/met'), { status: 409, outcome: 'version-conflict' }],
];

describe.each(ADAPTERS)('decisions on $name', (adapter) => {
  let running: RunningApp;
  /** What is remembered of a URL is remembered as long as the process runs. */
  const run = `run=${randomUUID()}`;
  /** The decision is published as the response is over, which the client may know first. */
  const decisionsOn = async (sent: WireRequest) => {
    published = [];
    const decided = new Promise<void>((resolve) => (heard = resolve));
    const response = await request(running.port, sent);
    await decided;
    return { response, decision: published[0]! };
  };

  beforeAll(async () => {
    running = await startApp(
      {
        imports: [EtagModule.forRoot({ audit: false })],
        controllers: [DecidedController],
        providers: [Parts],
      },
      adapter,
      { configure: (app) => app.setGlobalPrefix('v7') },
    );
  });
  afterAll(() => running.close());
  afterEach(() => void unsubscribe(CHANNEL, listen));

  it.each(rows)('%s', async (_, sent, expected) => {
    subscribe(CHANNEL, listen);
    const begun = performance.now();
    const { response, decision } = await decisionsOn({ ...sent, path: `/v7${sent.path}?${run}` });
    if (decision.currentTime !== undefined) {
      expect(decision.currentTime).toBeGreaterThanOrEqual(0);
      expect(decision.currentTime).toBeLessThan(performance.now() - begun);
    }
    expect(decision).toEqual({
      ...none,
      ...expected,
      route: decision.route,
      path: decision.path,
      method: sent.method ?? 'GET',
      status: response.status,
    });
    expect(decision).toMatchObject(expected);
    expect(published).toHaveLength(1);
  });

  it('name the handler and the pattern of its path', async () => {
    subscribe(CHANNEL, listen);
    const { decision } = await decisionsOn(put('/v7/parts/required/1'));
    expect(decision).toMatchObject({
      route: 'DecidedController.required',
      path: '/v7/parts/required/:id',
      method: 'PUT',
    });
  });

  it('say how long the body would have been', async () => {
    subscribe(CHANNEL, listen);
    const { response } = await decisionsOn(get(`/v7/parts/hashed?saved&${run}`));
    const { decision } = await decisionsOn(
      get(`/v7/parts/hashed?saved&${run}`, { 'if-none-match': response.headers['etag'] }),
    );
    expect(decision).toMatchObject({
      outcome: 'not-modified',
      source: 'body',
      handlerSkipped: false,
      bytesSaved: response.body.length,
    });
  });

  it('say so of a remembered tag, and of no URL or tag that was never sent', async () => {
    subscribe(CHANNEL, listen);
    const { response } = await decisionsOn(get(`/v7/parts/remembered?${run}`));
    const known = get(`/v7/parts/remembered?${run}`, { 'if-none-match': response.headers['etag'] });
    const { decision } = await decisionsOn(known);
    expect(decision).toMatchObject({
      outcome: 'not-modified',
      source: 'remembered',
      handlerSkipped: true,
      bytesSaved: response.body.length,
    });
    const unknown = await decisionsOn(get('/v7/parts/1?never=sent', { 'if-none-match': '"4"' }));
    expect(unknown.decision).toMatchObject({ outcome: 'not-modified', bytesSaved: undefined });
  });

  it('say that nobody was answered whose client was gone', async () => {
    subscribe(CHANNEL, listen);
    published = [];
    const decided = new Promise<void>((resolve) => (heard = resolve));
    const arrived = new Promise<void>((resolve) => {
      running.app.get(DecidedController).hangs = resolve;
    });
    const client = http.get({ port: running.port, path: '/v7/parts/hanging' }).on('error', () => undefined);
    await arrived;
    client.destroy();
    await decided;
    expect(published).toEqual([expect.objectContaining({ outcome: 'unanswered', handlerSkipped: false })]);
  });

  it('are none of routes without a validator', async () => {
    subscribe(CHANNEL, listen);
    published = [];
    await request(running.port, get('/v7/parts/undecorated'));
    await request(running.port, get('/v7/parts/cached'));
    await decisionsOn(get('/v7/parts/hashed'));
    expect(published.map(({ route }) => route)).toEqual(['DecidedController.hashed']);
  });

  it('are not published where nobody listens', async () => {
    expect(channel(CHANNEL).hasSubscribers).toBe(false);
    published = [];
    await request(running.port, get('/v7/parts/hashed'));
    subscribe(CHANNEL, listen);
    await decisionsOn(get('/v7/parts/bare'));
    expect(published.map(({ route }) => route)).toEqual(['DecidedController.bare']);
  });
});
