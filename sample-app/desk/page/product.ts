/** What a person may change of a product. */
export interface Fields {
  readonly name: string;
  readonly price: number;
  readonly stock: number;
}

/** A product as the API sends it. */
export interface Product extends Fields {
  readonly id: number;
  readonly version: number;
  readonly updatedAt: string;
}

/** A product with the tag of the version that was read. */
export interface Tagged {
  readonly product: Product;
  readonly tag: string;
}

export type Field = keyof Fields;

export const FIELDS: readonly Field[] = ['name', 'price', 'stock'];

export const LABELS: Readonly<Record<Field, string>> = { name: 'Name', price: 'Price', stock: 'Stock' };

/** As a person reads it: a price has two decimals. */
export function show(field: Field, fields: Fields): string {
  return field === 'price' ? fields.price.toFixed(2) : String(fields[field]);
}
