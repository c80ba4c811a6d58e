import { Exclude } from 'class-transformer';

class Item {
  readonly name: string;
  readonly price: number;
  readonly stock: number;
  readonly description = 'What there is to say of it';
  /** Not for clients, where a serializer leaves it out. */
  @Exclude() readonly cost = 1;

  constructor(readonly id: number) {
    this.name = `Product ${id}`;
    this.price = id * 1.5;
    this.stock = id % 50;
  }
}

/** What is read: one versioned representation with some items in it. */
export class Catalogue {
  readonly id = 1;
  readonly version = 7;
  readonly items: readonly Item[];

  constructor(size: number) {
    this.items = Array.from({ length: size }, (_, at) => new Item(at + 1));
  }
}

export interface Row {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly stock: number;
}

/** What is written: one row for each client, so that none is in another's way. */
export class Rows {
  private readonly rows = new Map<string, Row>();

  find(id: string): Row {
    return this.rows.get(id) ?? { id, version: 1, name: 'Product', stock: 0 };
  }

  update(id: string, changes: Pick<Row, 'name' | 'stock'>): Row {
    const { version } = this.find(id);
    const row = { id, version: version + 1, name: changes.name, stock: changes.stock };
    this.rows.set(id, row);
    return row;
  }
}
