import { expect, it } from '@jest/globals';
import { describeBeside } from './beside.js';

const LIMIT = 20;

describeBeside(
  ['@nestjs/throttler'],
  { fields: ['x-ratelimit-limit', 'x-ratelimit-remaining'] },
  (beside) => {
    it('a 304 and a 412 count, and 429 wins over both', async () => {
      const { ours } = beside;
      const { etag, 'x-ratelimit-limit': limit } = (await ours.ask('GET /notes/1')).headers;
      expect(limit).toBe(String(LIMIT));
      const read = () => ours.ask('GET /notes/1', { 'if-none-match': etag });
      for (let left = LIMIT - 2; left >= 0; left -= 1) {
        const { status, headers } = await read();
        expect([status, headers['x-ratelimit-remaining']]).toEqual([304, String(left)]);
      }
      const refused = await read();
      expect([refused.status, refused.headers['etag']]).toEqual([429, undefined]);
      expect(refused.headers).toHaveProperty('retry-after');

      const write = () => ours.ask('PUT /notes/1', { 'if-match': '"other"' }, { text: 'lost' });
      for (let left = LIMIT; left > 0; left -= 1) expect((await write()).status).toBe(412);
      expect([(await write()).status, (await ours.state()).version]).toEqual([429, 1]);
    });
  },
);
