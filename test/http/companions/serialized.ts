import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Beside } from './beside.js';

const manifest = new URL('../../../node_modules/@nestjs/common/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

/** Nest 11 has no StandardSchemaSerializerInterceptor, and our run with it no Express that serve-static would find. */
export const IS_NEST_12 = Number.parseInt(version, 10) >= 12;

export function tagsOfWhatIsSent(beside: Beside): void {
  it('what is left out is neither sent nor tagged', async () => {
    const list = await beside.ours.ask('GET /notes');
    expect(list.json).toEqual([{ id: '1', version: 1, text: expect.any(String) }]);
    expect(list.headers['etag']).toBe(`"${createHash('sha256').update(list.body).digest('base64url')}"`);
    expect((await beside.ours.ask('GET /notes/1')).json).not.toHaveProperty('author');
  });
}
