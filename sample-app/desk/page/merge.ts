import { FIELDS, type Field, type Fields, type Tagged } from './product.js';

export type Side = 'yours' | 'theirs';

/** A save that met 412: three versions of one product. */
export interface Conflict {
  /** What was read before the change. */
  readonly base: Fields;
  /** What was to be saved. */
  readonly yours: Fields;
  /** What is there now, and its tag. */
  readonly theirs: Tagged;
}

/** One field of a product that two people have changed. */
export interface Difference {
  readonly field: Field;
  /** Whose value differs from what was read; `both` where the two differ from each other as well. */
  readonly changed: 'nobody' | 'both' | Side;
  /** Whose value a merge takes unless the person says otherwise; undefined where only the person can tell. */
  readonly suggestion: Side | undefined;
}

/** Compares field by field. */
export function compare({ base, yours, theirs: { product: theirs } }: Conflict): Difference[] {
  return FIELDS.map((field) => {
    if (yours[field] === theirs[field]) return { field, changed: 'nobody', suggestion: undefined };
    if (yours[field] === base[field]) return { field, changed: 'theirs', suggestion: 'theirs' };
    if (theirs[field] === base[field]) return { field, changed: 'yours', suggestion: 'yours' };
    return { field, changed: 'both', suggestion: undefined };
  });
}

/** @param sideOf whose value is taken of a field */
export function merge({ yours, theirs }: Conflict, sideOf: (field: Field) => Side): Fields {
  const from = (field: Field) => (sideOf(field) === 'yours' ? yours : theirs.product);
  return { name: from('name').name, price: from('price').price, stock: from('stock').stock };
}

/** What somebody else has changed, and what an overwriting undoes: `price and stock`. */
export function lostBy(conflict: Conflict): string {
  const lost = compare(conflict).filter(({ changed }) => changed === 'theirs' || changed === 'both');
  return new Intl.ListFormat('en').format(lost.map(({ field }) => field)) || 'nothing';
}
