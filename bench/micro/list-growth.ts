import fresh from 'fresh';
import { entityTag, evaluate, formatEntityTag, parsePreconditions } from 'nestjs-etag/rfc9110';
import type { GrowthResult } from '../measure/result.interface.js';
import { median } from '../measure/summary.js';
import { calibrate, timeOf } from './batches.js';
import type { MicroEffort, Operation } from './operation.interface.js';

export const LIST_GROWTH = 'If-None-Match: cost per byte against its length';

const KIBIBYTES = [1, 2, 4, 8, 16, 32, 64];
const STATE = { kind: 'present', etag: entityTag('current') } as const;
const RESPONSE = { etag: formatEntityTag(STATE.etag) };

const ours = (value: string): Operation => {
  const headers = { 'if-none-match': value };
  return () => evaluate('GET', parsePreconditions(headers), STATE);
};
const theirs = (value: string): Operation => {
  const headers = { 'if-none-match': value };
  return () => fresh(headers, RESPONSE);
};

/** What a client, or an attacker, may fill the field with; none of it matches. */
const KINDS: readonly (readonly [name: string, unit: string, operation: (value: string) => Operation])[] = [
  ['tags', '"0123456789abcdef", ', ours],
  ['commas', ', ', ours],
  ['a tag that never ends', '"', (value) => ours(`"${value.replaceAll('"', 'x')}`)],
  ['tags, fresh', '"0123456789abcdef", ', theirs],
];

/** Measures every length in turn. A cost per byte that stays what it is means linear time. */
export function growthOfLists({ rounds, batch }: MicroEffort): GrowthResult {
  const series = KINDS.map(([name, unit, operation]) => {
    const runs = KIBIBYTES.map((kib) => operation(textOf(unit, kib * 1024)));
    const counts = runs.map((run) => calibrate(run, batch));
    const costs: number[][] = runs.map(() => []);
    for (let round = 0; round < rounds; round += 1)
      for (const [at, run] of runs.entries()) costs[at]!.push(timeOf(run, counts[at]!) / counts[at]!);
    const perByte = costs.map((each, at) => median(each) / KIBIBYTES[at]!);
    return { name, values: perByte.map((cost) => cost / perByte[0]!) };
  });
  return { kind: 'growth', name: LIST_GROWTH, axis: 'KiB', at: KIBIBYTES, series };
}

function textOf(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length - (length % unit.length));
}
