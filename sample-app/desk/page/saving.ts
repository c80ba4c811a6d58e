import type { Answer } from './answer.js';
import type { Conflict } from './merge.js';
import type { Fields, Tagged } from './product.js';

/** What a save needs of the product API. */
interface Store {
  find(id: number): Promise<Tagged | undefined>;
  replace(id: number, fields: Fields, tag: string): Promise<Answer>;
}

/** @returns what to save with the tag of theirs; undefined to give up */
export type Ask = (conflict: Conflict) => Promise<Fields | undefined>;

/**
 * Saves a change of what was read, and asks as often as somebody else was faster. The tag that goes with an answer of the
 * person is that of the version which the person was shown, so that a third change is noticed as well.
 *
 * @returns the last answer of the server; undefined where the person gave up
 */
export async function saveOver(
  read: Tagged,
  fields: Fields,
  products: Store,
  ask: Ask,
): Promise<Answer | undefined> {
  let [base, yours] = [read, fields];
  for (;;) {
    const answer = await products.replace(base.product.id, yours, base.tag);
    if (answer.status !== 412) return answer;
    const theirs = await products.find(base.product.id);
    if (!theirs) return { status: 404, tag: undefined, body: undefined };
    const decided = await ask({ base: base.product, yours, theirs });
    if (!decided) return undefined;
    [base, yours] = [theirs, decided];
  }
}
