/**
 * An application whose functions, streams and store fail in every way is asked for all of it at once, for a time. It is
 * alive at the end, and has no file and no socket open that it had not at the start. `ATTACK_SECONDS=60` makes it a minute.
 */
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { ADAPTERS } from '../support/adapters.js';
import { faultsOf, HostileApp, INPUTS } from '../support/hostile.js';
import { runs } from '../support/runs.js';

const SECONDS = Number(process.env['ATTACK_SECONDS'] ?? 10);
/** How many clients there are at once: far fewer than the descriptors that the process may have. */
const CLIENTS = 16;

function missing(): string | undefined {
  if (process.platform !== 'linux') return 'the files that a process has open are counted on Linux.';
  if (spawnSync('prlimit', ['--version']).error) return '"prlimit" is missing. Install util-linux.';
  return undefined;
}

const describeAttack = runs('a minute under attack: ', missing()) ? describe : describe.skip;

/** What went wrong in one client's time, and how often it asked. */
interface Outcome {
  asked: number;
  readonly faults: Set<string>;
}

async function attack(app: HostileApp, first: number, outcome: Outcome): Promise<void> {
  const end = performance.now() + SECONDS * 1_000;
  // Each begins elsewhere, so that all of it is asked for at once, and each input at least once however slow the machine is.
  for (let at = 0; app.alive && (at < INPUTS.length / CLIENTS || performance.now() < end); at += 1) {
    const input = INPUTS[(first + at) % INPUTS.length]!;
    outcome.asked += 1;
    if (input.abandoned) await app.abandon(input);
    else for (const fault of faultsOf(input, await app.send(input))) outcome.faults.add(fault);
  }
}

/** Waits until what is on its way has come to its end. */
async function settled(app: HostileApp, most: number): Promise<number> {
  for (let tries = 0; tries < 600 && app.descriptors > most; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return app.descriptors;
}

describeAttack(`${SECONDS} seconds under attack`, () => {
  it.each(ADAPTERS)('leave an application on $name alive, and nothing open', async (adapter) => {
    const app = await HostileApp.start(adapter);
    try {
      app.limitDescriptors();
      await app.state();
      const before = app.descriptors;
      const outcome: Outcome = { asked: 0, faults: new Set() };
      const each = Math.ceil(INPUTS.length / CLIENTS);
      await Promise.all(Array.from({ length: CLIENTS }, (_, at) => attack(app, at * each, outcome)));
      expect([...outcome.faults]).toEqual([]);
      expect(outcome.asked).toBeGreaterThanOrEqual(INPUTS.length);
      expect(await app.survives()).toBe(true);
      expect(await settled(app, before)).toBeLessThanOrEqual(before);
      const { connections, writes } = await app.state();
      expect({ connections, writes }).toEqual({ connections: 0, writes: 0 });
    } finally {
      await app.stop();
    }
  });
});
