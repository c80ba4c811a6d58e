import { describe, expect, it } from '@jest/globals';
import { Checks } from '../../src/versioned/assurance.js';

const FAILURE = new Error('another version');

function fails(): never {
  throw FAILURE;
}

describe('how sure it is that preconditions held', () => {
  it('is not at all where nobody checked', () => {
    const checks = new Checks();
    expect([checks.assurance, checks.pending]).toEqual(['none', undefined]);
  });

  it('is what a check has found at once', () => {
    const [held, failed] = [new Checks(), new Checks()];
    held.make(() => undefined);
    expect(() => failed.make(fails)).toThrow(FAILURE);
    expect([held.assurance, failed.assurance]).toEqual(['held', 'failed']);
  });

  it.each([
    ['held', async () => undefined],
    ['failed', async () => fails()],
  ])('is pending until a check is over, and then that it %s', async (state, check) => {
    const checks = new Checks();
    const made = Promise.resolve(checks.make(check)).catch(() => undefined);
    expect(checks.assurance).toBe('pending');
    await checks.pending;
    expect([checks.assurance, checks.pending]).toEqual([state, undefined]);
    await made;
  });

  it.each([() => undefined, async () => undefined, async () => fails()])(
    'is that a store compares, whatever a check says: %s',
    async (check) => {
      const checks = new Checks();
      checks.compare();
      await Promise.resolve(checks.make(check)).catch(() => undefined);
      expect([checks.assurance, checks.pending]).toEqual(['compared', undefined]);
    },
  );
});
