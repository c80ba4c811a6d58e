export class Row {
  id!: string;
  version!: number;
  text!: string;
}

/** Rows by their keys, as a database would have them. */
export const ROWS = Symbol('rows');
