import { expect, it } from '@jest/globals';
import { describeBeside } from './beside.js';

describeBeside(['compressor'], { headers: { 'accept-encoding': 'gzip' }, fields: ['vary'] }, (beside) => {
  it('a coded and a plain body have two tags, and an update takes either', async () => {
    const { ours } = beside;
    const [gzip, plain] = [
      await ours.ask('GET /notes/1'),
      await ours.ask('GET /notes/1', { 'accept-encoding': 'identity' }),
    ];
    expect([gzip.headers['content-encoding'], plain.headers['content-encoding']]).toEqual([
      'gzip',
      undefined,
    ]);
    expect(gzip.headers['etag']).not.toBe(plain.headers['etag']);
    const update = async (tag: string | undefined) =>
      (await ours.ask('PUT /notes/1', { 'if-match': tag }, { text: 'second '.repeat(300) })).status;
    expect(await update(gzip.headers['etag'])).toBe(200);
    expect([await update(plain.headers['etag']), (await ours.state()).version]).toEqual([412, 2]);
    const { etag } = (await ours.ask('GET /notes/1', { 'accept-encoding': 'identity' })).headers;
    expect(await update(etag)).toBe(200);
  });
});
