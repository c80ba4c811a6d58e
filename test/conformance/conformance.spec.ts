/** Every case on every adapter: 100 %, and our choice where RFC 9110 leaves one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADAPTERS } from '../support/adapters.js';
import { RULES, STATES, titleOf } from './cases.js';
import { judge } from './judge.js';
import { ours } from './systems/ours.js';
import type { RunningSystem } from './systems/system.interface.js';

describe.each(ADAPTERS)('conformance on $name', (adapter) => {
  const system = ours(adapter);
  let running: RunningSystem;
  beforeAll(async () => {
    running = await system.start();
  });
  afterAll(() => running.close());

  describe.each(RULES)('$section: $title', ({ cases }) => {
    it.each(cases.map((one) => [titleOf(one), one] as const))('%s', async (_, one) => {
      expect(await judge(system, running, one)).toEqual({ outcome: 'passed' });
    });
  });
});

describe('the cases', () => {
  it('are about every rule of the list', () => {
    const rules = new Set(RULES.map(({ rule }) => rule));
    const missing = Array.from({ length: 41 }, (_, at) => at + 1).filter((number) => !rules.has(number));
    expect(missing).toEqual([]);
  });

  it('use every state', () => {
    const used = new Set(RULES.flatMap(({ cases }) => cases.map(({ state }) => state)));
    expect(Object.keys(STATES).filter((name) => !used.has(name))).toEqual([]);
  });

  it('are each there once', () => {
    const titles = RULES.map(
      ({ section, title, cases }) => [section, title, cases.map((one) => JSON.stringify(one))] as const,
    );
    const twice = titles.flatMap(([, title, all]) =>
      all.filter((one, at) => all.indexOf(one) !== at).map((one) => `${title}: ${one}`),
    );
    expect(twice).toEqual([]);
  });

  it('say what is our choice wherever several outcomes are permitted', () => {
    const several = RULES.filter(
      ({ open, cases }) => !open && cases.some(({ status }) => Array.isArray(status)),
    );
    expect(several.map(({ title }) => title)).toEqual([]);
  });
});
