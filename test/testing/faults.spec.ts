import { afterEach, describe, expect, it } from '@jest/globals';
import type { Server } from 'node:http';
import { conditional, RULES, type RouteReport } from 'nestjs-etag/testing';
import { FAULTS, type Fault } from './servers/faults.js';
import { faultyServer, THING } from './servers/faulty-server.js';

const WRITE = { body: (n: number) => ({ name: n }) };

describe('the kit', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  async function reportOn(...faults: readonly Fault[]): Promise<RouteReport> {
    server = faultyServer(...faults);
    return conditional(server).report(THING, WRITE);
  }

  it('reports nothing where there is no fault, and checks every rule', async () => {
    const report = await reportOn();
    expect(report.toString()).toBe(`GET ${THING}: ${RULES.length} rules hold, 0 do not apply.`);
    expect(report.passed).toBe(true);
  });

  const faults = (Object.keys(FAULTS) as Fault[]).map((name) => {
    const { what, section, rules } = FAULTS[name];
    return { name, what, section, rules };
  });

  it('is tried with more than twenty faults', () => {
    expect(faults.length).toBeGreaterThan(50);
  });

  it('has a fault for every rule', () => {
    const broken = new Set<string>(faults.flatMap(({ rules }) => [...rules]));
    const without = RULES.map(({ id }) => id).filter((id) => !broken.has(id));
    expect(without).toEqual([]);
  });

  it.each(faults)('finds $name: $what ($section)', async ({ name, section, rules }) => {
    const { failures } = await reportOn(name);
    expect(failures.map(({ rule }) => rule.id)).toEqual(rules);
    expect(failures.map(({ rule }) => rule.section)).toContain(section);
  });
});
