import { describe, expect, it } from '@jest/globals';
import { randomVersion, roomToStart, startVersion } from '../../src/versioned/start-version.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the first version of a row', () => {
  it('is random where an integer has the room, and leaves half of it to count up in', () => {
    const starts = Array.from({ length: 20 }, () => startVersion({ kind: 'integer' }) as number);
    expect(new Set(starts).size).toBeGreaterThan(15);
    expect(starts.filter((start) => !Number.isInteger(start) || start < 1 || start > 2 ** 30)).toEqual([]);
  });

  it.each([
    [8, undefined],
    [16, undefined],
    [32, 2 ** 30],
    [53, 2 ** 48 - 1],
    [64, 2 ** 48 - 1],
  ])('of an integer of %d bits has this much room: %p', (bits, room) => {
    expect(roomToStart(bits)).toBe(room);
    const start = startVersion({ kind: 'integer', bits });
    // A number would lose digits of 64 bits.
    expect(typeof start).toBe(bits === 64 ? 'string' : 'number');
    if (room === undefined) expect(start).toBe(1);
    else expect(Number(start)).toBeLessThanOrEqual(room);
  });

  it('is the time where that is the version', () => {
    const before = Date.now();
    const start = startVersion({ kind: 'timestamp' }) as Date;
    expect(start).toBeInstanceOf(Date);
    expect(start.getTime()).toBeGreaterThanOrEqual(before);
  });

  it('is what no other row has, of other kinds', () => {
    expect(startVersion({ kind: 'uuid' })).toMatch(UUID);
    expect(startVersion({ kind: 'text' })).toMatch(/^[\w-]{22}$/);
    expect(startVersion({ kind: 'bytes' })).toHaveLength(8);
  });
});

describe('a version that is not counted', () => {
  it('fits into its column', () => {
    expect(randomVersion({ kind: 'bytes' }, 4)).toHaveLength(4);
    expect(randomVersion({ kind: 'bytes' }, 16)).toHaveLength(8);
    expect(randomVersion({ kind: 'text' }, 10)).toMatch(/^[\w-]{10}$/);
    expect(randomVersion({ kind: 'text' }, 255)).toMatch(/^[\w-]{22}$/);
  });

  it.each(['uuid', 'text', 'bytes'] as const)('is never the same: %s', (kind) => {
    const versions = Array.from({ length: 20 }, () => String(randomVersion({ kind }).toString('hex')));
    expect(new Set(versions).size).toBe(20);
  });
});
