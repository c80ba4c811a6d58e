import { expect, it } from '@jest/globals';
import { describeBeside, type Beside } from './beside.js';
import { IS_NEST_12 } from './serialized.js';

function filesAsTheyAre(beside: Beside): void {
  it('files are what they are without us, with the tags and dates of whoever serves them', async () => {
    const { ours, twin } = beside;
    const { headers } = await twin.ask('GET /files/index.html');
    const { etag, 'last-modified': date } = headers;
    expect([etag, date]).toEqual([expect.any(String), expect.any(String)]);
    const conditions = [
      {},
      { 'if-none-match': etag },
      { 'if-modified-since': date },
      { 'if-match': '"other"' },
      { range: 'bytes=0-4' },
    ];
    const statuses: number[] = [];
    for (const condition of conditions) {
      const [found, without] = [
        await ours.ask('GET /files/index.html', condition),
        await twin.ask('GET /files/index.html', condition),
      ];
      const { date: _, ...fields } = found.headers;
      const { date: __, ...fieldsWithout } = without.headers;
      expect([found.status, fields, found.text]).toEqual([without.status, fieldsWithout, without.text]);
      statuses.push(found.status);
    }
    expect(statuses).toEqual([200, 304, 304, 412, 206]);
  });
}

if (IS_NEST_12) describeBeside(['@nestjs/serve-static'], { on: ['express', 'fastify'] }, filesAsTheyAre);
else it.skip('with Nest 11, Express is installed where this library does not find it', () => undefined);
