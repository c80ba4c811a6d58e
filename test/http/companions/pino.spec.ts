import { expect, it } from '@jest/globals';
import { describeBeside } from './beside.js';

describeBeside(['nestjs-pino'], {}, (beside) => {
  it('a request is logged once, with the status that was sent', async () => {
    const { ours } = beside;
    const before = (await ours.state()).logged.length;
    const { etag } = (await ours.ask('GET /notes/1')).headers;
    await ours.ask('GET /notes', { 'if-none-match': '*' });
    await ours.ask('GET /notes/1', { 'if-none-match': etag });
    await ours.ask('PUT /notes/1', { 'if-match': '"other"' }, { text: 'lost' });
    await ours.ask('PUT /notes/1', { 'if-match': etag }, { text: 'second' });
    const logged = (await ours.state()).logged.slice(before);
    expect(logged.map(({ req, res }) => [req.url, res.statusCode])).toEqual([
      ['/notes/1', 200],
      ['/notes', 304],
      ['/notes/1', 304],
      ['/notes/1', 412],
      ['/notes/1', 200],
    ]);
  });
});
