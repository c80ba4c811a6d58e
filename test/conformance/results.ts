/** What every system makes of every case. */
import { ADAPTERS } from '../support/adapters.js';
import type { Case, Rule } from './case.interface.js';
import { RULES } from './cases.js';
import { judge, type Verdict } from './judge.js';
import { ours } from './systems/ours.js';
import { PEERS } from './systems/peers.js';
import type { RunningSystem, System } from './systems/system.interface.js';

export interface Result {
  readonly rule: Rule;
  readonly one: Case;
  readonly verdict: Verdict;
}

export interface Results {
  readonly system: System;
  readonly results: readonly Result[];
}

/** How many cases are on their way at once. */
const AT_ONCE = 8;

export function ourSystems(): readonly System[] {
  return ADAPTERS.map(ours);
}

export async function resultsOf(systems: readonly System[]): Promise<readonly Results[]> {
  const all: Results[] = [];
  for (const system of systems) {
    const running = await system.start();
    try {
      all.push({ system, results: await judgeAll(system, running) });
    } finally {
      await running.close();
    }
  }
  return all;
}

export function resultsOfAll(): Promise<readonly Results[]> {
  return resultsOf([...ourSystems(), ...PEERS]);
}

async function judgeAll(system: System, running: RunningSystem): Promise<readonly Result[]> {
  const cases = RULES.flatMap((rule) => rule.cases.map((one) => ({ rule, one })));
  const results: Result[] = [];
  for (let at = 0; at < cases.length; at += AT_ONCE) {
    const some = cases.slice(at, at + AT_ONCE);
    const verdicts = await Promise.all(some.map(({ one }) => judge(system, running, one)));
    results.push(...some.map(({ rule, one }, place) => ({ rule, one, verdict: verdicts[place]! })));
  }
  return results;
}
