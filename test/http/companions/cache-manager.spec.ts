import { expect, it } from '@jest/globals';
import { describeBeside } from './beside.js';

describeBeside(['@nestjs/cache-manager'], { fields: ['x-cache'], fresh: false }, (beside) => {
  it.each(['/notes/1', '/notes'])('GET %s: a hit is 304 as a miss is, and no handler runs', async (path) => {
    const { ours } = beside;
    const miss = await ours.ask(`GET ${path}`);
    const { etag } = miss.headers;
    const hit = await ours.ask(`GET ${path}`);
    expect([miss.headers['x-cache'], hit.headers['x-cache']]).toEqual(['MISS', 'HIT']);
    expect([hit.headers['etag'], hit.text]).toEqual([etag, miss.text]);
    const again = await ours.ask(`GET ${path}`, { 'if-none-match': etag });
    expect([again.status, again.headers['x-cache'], again.headers['etag']]).toEqual([304, 'HIT', etag]);
    expect((await ours.state()).ran).toBe(1);
  });

  it('a 304 leaves nothing in the cache that is no content', async () => {
    const { ours, twin } = beside;
    expect((await ours.ask('GET /notes/1', { 'if-none-match': '*' })).status).toBe(304);
    for (const _ of [1, 2])
      expect((await ours.ask('GET /notes/1')).text).toBe((await twin.ask('GET /notes/1')).text);
  });
});
