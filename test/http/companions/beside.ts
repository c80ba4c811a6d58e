/** What holds beside every companion, on every adapter it supports. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Adapter } from '../../support/adapters.js';
import { request, type WireRequest, type WireResponse } from '../../support/wire.js';
import { decoded } from './decoded.js';
import type { CompanionName } from './companions.js';
import { Host, type State } from './host.js';

export interface Expectations {
  /** The adapters that the companions support. Default: all. */
  readonly on?: readonly Adapter['name'][];
  /** Sent with every request. */
  readonly headers?: WireRequest['headers'];
  /** Fields of the companions: each is on 304 and 412 as well, where it is on the 200 without us. */
  readonly fields?: readonly string[];
  /** Whether a GET after an update is of what was updated; not so from a cache. Default: true. */
  readonly fresh?: boolean;
}

const ADAPTERS: readonly Adapter['name'][] = ['express', 'fastify', 'node'];

/** Of the clock, of the connection, and what we are there for: a HEAD varies as its GET does, which not every compressor says. */
const LEFT_OUT = new Set(['date', 'connection', 'keep-alive', 'etag', 'vary', 'x-ratelimit-reset']);

/** What a client sees, but for what the clock says and what we are there for. */
function seen(response: WireResponse): object {
  const fields = Object.entries(response.headers).filter(([name]) => !LEFT_OUT.has(name));
  return { status: response.status, fields: Object.fromEntries(fields), text: decoded(response) };
}

/** An application beside companions, or its twin without us. */
class NotesClient {
  constructor(
    private readonly host: Host,
    private readonly port: number,
    private readonly always: WireRequest['headers'],
  ) {}

  /** `ask('PUT /notes/1', { 'if-match': '"1"' }, { text: 'new' })`. */
  ask(target: string, headers: WireRequest['headers'] = {}, body?: object): Promise<WireResponse> {
    const [method = '', path = ''] = target.split(' ');
    return request(this.port, { method, path, headers: { ...this.always, ...headers }, body });
  }

  state(): Promise<State> {
    return this.host.stateOf(this.port);
  }

  close(): Promise<void> {
    return this.host.close(this.port);
  }
}

/** Both are there while a test runs. */
export interface Beside {
  ours: NotesClient;
  twin: NotesClient;
}

const REQUESTS: readonly [target: string, body?: object][] = [
  ['GET /notes/1'],
  ['HEAD /notes/1'],
  ['GET /notes'],
  ['GET /notes/2'],
  ['GET /plain'],
  ['GET /nowhere'],
  ['PUT /notes/1', { text: 'second' }],
];

export function describeBeside(
  companions: readonly CompanionName[],
  { on = ADAPTERS, headers = {}, fields = [], fresh = true }: Expectations,
  more?: (beside: Beside) => void,
): void {
  let host: Host;
  beforeAll(() => void (host = Host.start()));
  afterAll(() => host.stop());

  describe.each(ADAPTERS.filter((name) => on.includes(name)))(
    `${companions.join(', ')}, on %s`,
    (adapter) => {
      const beside = {} as Beside;
      const start = async (ours: boolean) =>
        new NotesClient(host, await host.startApp({ companions, adapter, ours }), headers);
      beforeEach(async () => {
        beside.ours = await start(true);
        beside.twin = await start(false);
      });
      afterEach(async () => {
        await beside.ours.close();
        await beside.twin.close();
      });

      it('everything but tags is as it is without us', async () => {
        const { ours, twin } = beside;
        for (const [target, body] of REQUESTS) {
          const found = seen(await ours.ask(target, {}, body));
          expect({ target, ...found }).toEqual({ target, ...seen(await twin.ask(target, {}, body)) });
        }
        const { ran } = await twin.state();
        expect(await ours.state()).toMatchObject({ ran, version: 2, errors: [] });
        expect(await twin.state()).toMatchObject({ errors: [] });
      });

      it.each(['/notes/1', '/notes', '/plain'])('GET %s has a tag, and is 304 with it', async (path) => {
        const { ours } = beside;
        const first = await ours.ask(`GET ${path}`);
        const { etag } = first.headers;
        expect([first.status, etag]).toEqual([200, expect.stringMatching(/^"[^"]+"$/)]);
        expect((await ours.ask(`HEAD ${path}`)).headers['etag']).toBe(etag);

        const again = await ours.ask(`GET ${path}`, { 'if-none-match': etag });
        expect([again.status, again.headers['etag'], again.body.length]).toEqual([304, etag, 0]);
        const other = await ours.ask(`GET ${path}`, { 'if-none-match': '"other"' });
        expect([other.status, other.headers['etag'], decoded(other)]).toEqual([200, etag, decoded(first)]);
      });

      it('a stale update is 412, and changes nothing', async () => {
        const { ours } = beside;
        const { etag } = (await ours.ask('GET /notes/1')).headers;
        const { ran } = await ours.state();
        const stale = await ours.ask('PUT /notes/1', { 'if-match': '"other"' }, { text: 'lost' });
        expect([stale.status, JSON.parse(decoded(stale))]).toEqual([
          412,
          expect.objectContaining({ statusCode: 412 }),
        ]);
        expect(stale.headers['etag']).toMatch(/^"1[".]/);
        expect(await ours.state()).toMatchObject({ ran, version: 1, errors: [] });
        expect((await ours.ask('GET /notes/1', { 'if-none-match': etag })).status).toBe(304);
      });

      it('an update with the tag that was read is 200, once', async () => {
        const { ours } = beside;
        const first = await ours.ask('GET /notes/1');
        const { etag } = first.headers;
        const update = () => ours.ask('PUT /notes/1', { 'if-match': etag }, { text: 'second '.repeat(300) });
        expect([(await update()).status, (await update()).status]).toEqual([200, 412]);
        expect((await ours.state()).version).toBe(2);

        const after = await ours.ask('GET /notes/1', { 'if-none-match': fresh ? etag : '"other"' });
        expect(after.status).toBe(200);
        // What a cache has of old is shown with the old tag.
        expect(after.headers['etag'] === etag).toBe(!fresh);
        expect(decoded(after) === decoded(first)).toBe(!fresh);
      });

      it('the fields of companions are there on 200, 304 and 412, as they are without us', async () => {
        const { ours, twin } = beside;
        const write = { text: 'written' };
        const [read, written] = [await twin.ask('GET /notes/1'), await twin.ask('PUT /notes/1', {}, write)];
        const ok = await ours.ask('GET /notes/1');
        const notModified = await ours.ask('GET /notes/1', { 'if-none-match': ok.headers['etag'] });
        const failed = await ours.ask('PUT /notes/1', { 'if-match': '"other"' }, write);
        expect([ok.status, notModified.status, failed.status]).toEqual([200, 304, 412]);
        const there = ({ headers: of }: WireResponse) => fields.filter((field) => field in of);
        expect(there(read)).toEqual(fields);
        expect([ok, notModified, failed].map(there)).toEqual([read, read, written].map(there));
      });

      more?.(beside);
    },
  );
}
