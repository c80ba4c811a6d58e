/** HEAD behind the compressor of each platform: it has the tag of its GET, whatever the options make of that tag. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EtagModuleOptions } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';
import { CODINGS, startCoded } from './coded-app.js';

const OPTIONS: readonly EtagModuleOptions[] = [
  {},
  { coding: 'weaken' },
  { secret: 'correct horse battery staple' },
  { coding: 'weaken', secret: 'correct horse battery staple' },
  { namespace: 'release 2' },
];

const PATHS = ['hashed/1', 'versioned/1', 'small/1', 'weak/1', 'own', 'uncoded', 'precoded'];

describe.each(STAGES)('HEAD of what is coded, on $name', ({ adapter }) => {
  let app: RunningApp;
  afterEach(() => app.close());

  describe.each(OPTIONS)('with options %j', (options) => {
    it.each(PATHS)('/%s: is as GET, in each coding', async (path) => {
      app = await startCoded(adapter, options);
      for (const coding of CODINGS) {
        const ask = (method: string, headers = {}) =>
          send(app, `${method} /${path}`, { 'accept-encoding': coding, ...headers });
        // As long as nobody has seen what the compressor does, HEAD has no tag; it never has another.
        const before = (await ask('HEAD')).headers['etag'];
        const { etag } = (await ask('GET')).headers;
        expect(etag).toBeDefined();
        expect([undefined, etag]).toContain(before);

        const after = await ask('HEAD');
        expect([coding, after.status, after.headers['etag'], after.body.length]).toEqual([
          coding,
          200,
          etag,
          0,
        ]);
        const again = await ask('HEAD', { 'if-none-match': etag! });
        expect([coding, again.status, again.headers['etag']]).toEqual([coding, 304, etag]);
        expect((await ask('HEAD', { 'if-none-match': '"other"' })).status).toBe(200);
      }
    });
  });
});
