import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EtagModule } from '../../../src/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../../support/adapters.js';
import { clientOf, Notes, NotesController } from './support.js';

describe.each(ADAPTERS)('a write with a body-hash tag, on $name', (adapter) => {
  let running: RunningApp;
  let notes: Notes;
  let client: ReturnType<typeof clientOf>;
  beforeEach(async () => {
    const metadata = { imports: [EtagModule.forRoot()], controllers: [NotesController], providers: [Notes] };
    running = await startApp(metadata, adapter);
    notes = running.app.get(Notes);
    client = clientOf(running.port, '/notes/1');
  });
  afterEach(() => running.close());

  it.each(['PUT', 'PATCH', 'DELETE'])(
    '%s: 412 with a stale tag, and with the tag a GET would send',
    async (method) => {
      const stale = await client.tag();
      await client.put({});
      notes.writes = 0;
      const response = await client.send(method, { 'if-match': stale }, { text: 'lost' });
      expect([response.status, response.headers['etag']]).toEqual([412, await client.tag()]);
      expect([notes.writes, notes.notes.get('1')!.text]).toEqual([0, 'changed']);
    },
  );

  it.each(['PUT', 'PATCH', 'DELETE'])('%s: 200 with the current tag', async (method) => {
    const response = await client.send(method, { 'if-match': await client.tag() }, { text: 'new' });
    expect([response.status, notes.writes]).toEqual([200, 1]);
    // Its body need not be what a GET shows.
    expect(response.headers['etag']).toBeUndefined();
  });
});
