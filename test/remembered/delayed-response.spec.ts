import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { delayResponse } from '../../src/remembered/delayed-response.js';

describe('a response that is held back', () => {
  it('goes out once, though its head was written twice', async () => {
    const sent: string[] = [];
    const response = {
      destroyed: false,
      once: () => undefined,
      writeHead(status: number) {
        if (sent.length > 0) throw new Error('Cannot write headers after they are sent to the client');
        sent.push(`head ${status}`);
      },
      flushHeaders: () => undefined,
      write: () => true,
      end: (body: string) => void sent.push(body),
    };
    let forgotten = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      forgotten = resolve;
    });
    delayResponse(response as unknown as ServerResponse, () => held);
    response.writeHead(200);
    response.writeHead(500);
    response.end('body');
    expect(sent).toEqual([]);
    forgotten();
    await new Promise(setImmediate);
    expect(sent).toEqual(['head 200', 'body']);
  });
});
