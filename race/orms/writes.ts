import { setTimeout as sleep } from 'node:timers/promises';
import type { Write } from './products.controller.js';

/** Milliseconds between check and write: what a slower handler would take anyway. */
const THOUGHT = 5;

/** As the page of each library says: the version is part of the statement. */
export const compareAndSet: Write = ({ writes }, id, changes, expected) =>
  writes.update({ id }, changes, expected);

/** What a handler must not do: it reads, compares in JavaScript, and then writes whatever the version is by now. */
export const checkOnly: Write = async ({ store }, id, { name, stock }, expected) => {
  await expected.assert(await store.find(id));
  await sleep(THOUGHT);
  await store.overwrite(id, { name, stock });
  return store.find(id);
};
