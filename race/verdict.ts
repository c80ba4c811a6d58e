import type { JournalEntry } from './databases/database.js';
import type { Acknowledged } from './ledger.js';
import type { State } from './product.js';

/** A run that is over: what clients were told, and what is there. */
export interface Account {
  readonly start: State;
  readonly end: State;
  readonly writes: readonly Acknowledged[];
  /** What the database itself has recorded, oldest first, where it was asked to. */
  readonly journal?: readonly JournalEntry[] | undefined;
}

/** Writes somebody was told of, and of which the stock knows nothing. */
export function lostUpdates({ start, end, writes }: Account): number {
  return Math.max(0, writes.length - (start.stock - end.stock));
}

/** What is wrong; empty where every acknowledged write was applied, once. */
export function problemsOf(account: Account): string[] {
  return [...totals(account), ...counts(account), ...duplicates(account), ...history(account)];
}

function totals({ start, end, writes }: Account): string[] {
  return [
    ...unequal('stock', end.stock, start.stock - writes.length),
    ...unequal('version', end.version, start.version + writes.length),
  ];
}

/** Of each client by itself, so that one lost and another applied twice do not make up for each other. */
function counts({ start, end, writes }: Account): string[] {
  return end.tally.flatMap((count, client) => {
    const own = writes.filter((write) => write.client === client).length;
    return unequal(`count of client ${client}`, count, (start.tally[client] ?? 0) + own);
  });
}

function duplicates({ start, end, writes }: Account): string[] {
  const answers = writes.flatMap(({ answered }) => answered ?? []);
  const outside = answers.filter(({ version }) => version <= start.version || version > end.version);
  return [
    ...unequal('number of distinct ETags', new Set(answers.map(({ etag }) => etag)).size, answers.length),
    ...unequal('number of distinct versions', new Set(answers.map((a) => a.version)).size, answers.length),
    ...unequal('number of versions answered that never were', outside.length, 0),
  ];
}

/** The journal has one entry for each version, each one decrement of one client, and those that were answered. */
function history({ start, writes, journal }: Account): string[] {
  if (!journal) return [];
  const states: readonly Omit<State, 'etag'>[] = [start, ...journal];
  const broken = journal.filter((entry, at) => !follows(states[at]!, entry));
  const known = new Map(journal.map((entry) => [entry.version, entry]));
  const missing = writes.filter((write) => write.answered && !isIn(known, write, write.answered));
  return [
    ...unequal('number of writes in the journal', journal.length, writes.length),
    ...unequal('number of journal entries that are no decrement', broken.length, 0),
    ...unequal('number of acknowledged writes that are not in the journal', missing.length, 0),
  ];
}

type Recorded = Omit<State, 'etag'>;

function follows(before: Recorded, after: Recorded): boolean {
  const steps = after.tally.map((count, client) => count - (before.tally[client] ?? 0));
  const once = steps.filter((step) => step === 1).length === 1 && steps.every((s) => s === 0 || s === 1);
  return once && after.version === before.version + 1 && after.stock === before.stock - 1;
}

function isIn(known: ReadonlyMap<number, Recorded>, { client, sequence }: Acknowledged, answered: State) {
  const entry = known.get(answered.version);
  return entry?.stock === answered.stock && entry.tally[client] === sequence;
}

function unequal(what: string, is: number, shouldBe: number): string[] {
  return is === shouldBe ? [] : [`the ${what} is ${is}, not ${shouldBe}`];
}
