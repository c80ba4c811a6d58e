import { expect, it } from '@jest/globals';
import { describeBeside } from './beside.js';

describeBeside(['@nestjs/passport'], { headers: { authorization: 'Bearer anna' } }, (beside) => {
  it('401 wins over 304 and 412, and has no tag', async () => {
    const { ours } = beside;
    const { etag } = (await ours.ask('GET /notes/1')).headers;
    const nobody = { authorization: undefined };
    for (const condition of [{}, { 'if-none-match': etag }, { 'if-match': '"other"' }, { 'if-match': 'x' }]) {
      const refused = await ours.ask('GET /notes/1', { ...condition, ...nobody });
      expect([refused.status, refused.headers['etag']]).toEqual([401, undefined]);
      expect((await ours.ask('PUT /notes/1', { ...condition, ...nobody }, {})).status).toBe(401);
    }
    expect(await ours.state()).toMatchObject({ ran: 1, version: 1 });
  });
});
