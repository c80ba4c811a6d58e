import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import { ADAPTERS, type RunningApp } from '../../support/adapters.js';
import { request, type WireResponse } from '../../support/wire.js';
import { DATABASES, dropTables } from '../../typeorm/databases.js';
import { serialisation, startReleases } from './releases.js';

const ids = fc.constantFrom('a', 'b', 'c');
/** Some are long enough to be compressed. */
const texts = fc.constantFrom('x', 'y', 'z', 'long x '.repeat(300), 'long y '.repeat(300));
const paths = fc.oneof(
  { weight: 3, arbitrary: ids.map((id) => `/things/${id}`) },
  ids.map((id) => `/things/${id}/hashed`),
  { weight: 2, arbitrary: fc.constantFrom('/things', '/things?page=0', '/things?page=1') },
);
const selection = fc.record({
  'accept-language': fc.constantFrom(undefined, 'de'),
  'accept-encoding': fc.constantFrom(undefined, 'gzip', 'br'),
});

type Step =
  | { readonly step: 'write'; readonly id: string; readonly text: string }
  | { readonly step: 'delete'; readonly id: string }
  | { readonly step: 'deploy' }
  | { readonly step: 'serialise' }
  | { readonly step: 'read'; readonly path: string; readonly headers: Record<string, string | undefined> };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ step: fc.constant('write' as const), id: ids, text: texts }) },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('delete' as const), id: ids }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('deploy' as const) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('serialise' as const) }) },
    {
      weight: 8,
      arbitrary: fc.record({ step: fc.constant('read' as const), path: paths, headers: selection }),
    },
  ),
  { minLength: 10, maxLength: 60 },
);

/** All that a client was ever sent, by URL and strong tag. */
type Held = Map<string, Map<string, Buffer>>;
const NEWEST = 40;

describe.each(ADAPTERS)('whatever happens, on $name', (adapter) => {
  let releases: RunningApp[];
  let current = 0;
  const held: Held = new Map();
  const seen = { 200: 0, 304: 0 };

  beforeAll(async () => {
    releases = await startReleases(adapter, DATABASES[0]!);
  });
  afterAll(async () => {
    await dropTables(releases[0]!.app.get(DataSource));
    for (const release of releases) await release.close();
  });

  const send = (method: string, path: string, headers = {}, body?: object): Promise<WireResponse> =>
    request(releases[current]!.port, { method, path, headers, body });

  const keep = (path: string, { headers, body }: WireResponse): void => {
    const tags = held.get(path) ?? new Map<string, Buffer>();
    held.set(path, tags);
    const etag = headers['etag']!;
    expect(etag).toMatch(/^"/);
    // Two responses with one strong tag have the same bytes.
    expect([path, etag, body]).toEqual([path, etag, tags.get(etag) ?? body]);
    tags.set(etag, body);
  };

  const read = async (path: string, headers: Record<string, string | undefined>): Promise<void> => {
    const tags = held.get(path);
    const known = tags ? [...tags.keys()].slice(-NEWEST).join(', ') : undefined;
    const answer = await send('GET', path, { ...headers, 'if-none-match': known });
    if (answer.status === 404) return;
    if (answer.status === 304) {
      seen[304] += 1;
      const full = await send('GET', path, headers);
      // The 200 would have been what the client holds.
      expect([path, full.status, full.headers['etag']]).toEqual([path, 200, answer.headers['etag']]);
      expect([path, tags!.get(answer.headers['etag']!)]).toEqual([path, full.body]);
      return;
    }
    expect(answer.status).toBe(200);
    seen[200] += 1;
    keep(path, answer);
  };

  const take = async (step: Step): Promise<void> => {
    if (step.step === 'read') await read(step.path, step.headers);
    else if (step.step === 'deploy') current = 1 - current;
    else if (step.step === 'serialise') serialisation.hashed = 1 - serialisation.hashed;
    else if (step.step === 'delete') await send('DELETE', `/things/${step.id}`);
    else expect((await send('PUT', `/things/${step.id}`, {}, { text: step.text })).status).toBe(200);
  };

  it('one strong tag names one content, and a 304 is given only for what the 200 would have been', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        for (const step of all) await take(step);
      }),
      { numRuns: 150, endOnFailure: true },
    );
    expect(seen[200]).toBeGreaterThan(100);
    expect(seen[304]).toBeGreaterThan(100);
  });
});
