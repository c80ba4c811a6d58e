/**
 * Every suite of the adapter over HTTP once more, with one connection to the database: whoever keeps it, or wants a
 * second one within a request, lets nobody else go on. The suites say whether this is so by their time limit.
 */
import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { ADAPTERS, type Adapter } from '../support/adapters.js';

/** Two need two connections at once, or two servers, for what they show; the third is about start-up. */
const LEFT_OUT: readonly string[] = ['refused-by-database.spec.ts', 'replica.spec.ts', 'module.spec.ts'];

const folder = new URL('.', import.meta.url);
const suites = readdirSync(folder).filter(
  (name) =>
    name.endsWith('.spec.ts') && /\bstart(App|With)\(/.test(readFileSync(new URL(name, folder), 'utf8')),
);

Object.assign(globalThis, { hasOneConnection: true });
// No platform knows of connections.
(ADAPTERS as Adapter[]).splice(1);

const run = suites.filter((name) => !LEFT_OUT.includes(name));
for (const name of run) await import(`./${name}`);

it('has run them all', () => {
  expect(suites).toEqual(expect.arrayContaining(['http.spec.ts', ...LEFT_OUT]));
  expect(run.length).toBeGreaterThan(10);
});
