import type { Exchange, SentHeaders } from '../client/exchange.js';
import { inTurn } from '../rules/rule.js';
import { Validators } from '../rules/validators.js';
import { tableOf } from './table.js';

/** What one route costs without a precondition, and with one that fails. */
export interface Saving {
  readonly path: string;
  /** Octets of the whole response of 200. */
  readonly fullBytes: number;
  /** Octets of the 304; undefined where there is none. */
  readonly conditionalBytes: number | undefined;
  /** Milliseconds, the median of several. */
  readonly fullTime: number;
  readonly conditionalTime: number | undefined;
}

/** What conditional requests save, route by route. Printed, it is a table. */
export class Savings {
  constructor(readonly routes: readonly Saving[]) {}

  toString(): string {
    const heading = ['route', '200 bytes', '304 bytes', 'saved', '200 ms', '304 ms'];
    return tableOf([heading, ...this.routes.map(rowOf)], [1, 2, 3, 4, 5]);
  }
}

const REPEATED = [1, 2, 3, 4, 5];

export async function savingOf(
  path: string,
  get: (headers?: SentHeaders) => Promise<Exchange>,
): Promise<Saving> {
  const full = await inTurn(REPEATED, () => get());
  const { received } = full.at(-1)!;
  const { hasTag, hasDate, tag, date } = new Validators(received);
  const fields: SentHeaders = hasTag ? { 'if-none-match': tag } : { 'if-modified-since': date };
  const again = hasTag || hasDate ? await inTurn(REPEATED, () => get(fields)) : [];
  const conditional = again.filter((each) => each.received.status === 304);
  return {
    path,
    fullBytes: received.octets,
    conditionalBytes: conditional.at(-1)?.received.octets,
    fullTime: medianTime(full)!,
    conditionalTime: medianTime(conditional),
  };
}

function medianTime(exchanges: readonly Exchange[]): number | undefined {
  const times = exchanges.map(({ received }) => received.milliseconds).toSorted((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}

function rowOf({ path, fullBytes, conditionalBytes, fullTime, conditionalTime }: Saving): string[] {
  const saved = conditionalBytes === undefined ? 0 : 1 - conditionalBytes / fullBytes;
  return [
    path,
    String(fullBytes),
    String(conditionalBytes ?? '–'),
    `${Math.round(saved * 100)} %`,
    fullTime.toFixed(1),
    conditionalTime?.toFixed(1) ?? '–',
  ];
}
