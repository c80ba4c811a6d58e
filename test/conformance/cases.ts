/** The rules of RFC 9110 as data, in the order of the document. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Case, Rule, State } from './case.interface.js';

const FOLDER = new URL('cases/', import.meta.url);

export const STATES = read(new URL('states.json', import.meta.url)) as Readonly<Record<string, State>>;

export const RULES: readonly Rule[] = readdirSync(FOLDER)
  .flatMap((name) => read(new URL(name, FOLDER)) as Rule[])
  .toSorted((one, other) => compareSections(one.section, other.section) || one.rule - other.rule);

/** @throws Error where no state has this name */
export function stateOf({ state }: Pick<Case, 'state'>): State {
  const found = STATES[state];
  if (!found) throw new Error(`states.json has no "${state}"`);
  return found;
}

/** `PUT strong, If-Match: "v0"` */
export function titleOf({ method, state, headers = {} }: Case): string {
  const fields = Object.entries(headers).flatMap(([name, lines]) =>
    [lines].flat().map((line) => `${name}: ${line.length > 60 ? `${line.slice(0, 40)}…` : line}`),
  );
  return [`${method} ${state}`, ...fields].join(', ');
}

/** 5.6.7 comes before 13.1, and RFC 9110 before all other documents. */
function compareSections(one: string, other: string): number {
  return sortKeyOf(one).localeCompare(sortKeyOf(other));
}

function sortKeyOf(section: string): string {
  const [numbers = '', document = ''] = section.split(' of ');
  return [document, ...numbers.split('.').map((number) => number.padStart(3, '0'))].join(' ');
}

function read(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
