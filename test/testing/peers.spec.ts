import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { reportsOnPeers, tablesOf } from './servers/peers-table.js';

describe('docs/checking.md', () => {
  it('has what the kit says of other systems', async () => {
    const [, tables] = readFileSync('docs/checking.md', 'utf8').split(/<!-- \/?peers -->/);
    expect(tables!.trim()).toBe(tablesOf(await reportsOnPeers()));
  });
});
