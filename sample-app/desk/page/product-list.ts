import { byId, element } from './dom.js';
import { FIELDS, LABELS, show, type Product } from './product.js';

export interface ProductActions {
  edit(product: Product): void;
  remove(product: Product): void;
}

interface Row {
  readonly line: HTMLTableRowElement;
  product: Product;
}

/** The table of products. A product keeps its row, so that the focus stays where it is. */
export class ProductList {
  private readonly body = byId('products', HTMLTableSectionElement);
  private readonly rows = new Map<number, Row>();

  constructor(private readonly actions: ProductActions) {}

  show(products: readonly Product[]): void {
    const ids = new Set(products.map(({ id }) => id));
    for (const [id, { line }] of this.rows) if (!ids.has(id)) this.drop(id, line);
    for (const product of products) this.rowOf(product);
    byId('no-products', HTMLElement).hidden = products.length > 0;
  }

  private drop(id: number, line: HTMLTableRowElement): void {
    // The next thing to do is not at the top of the document.
    if (line.contains(document.activeElement)) byId('create', HTMLButtonElement).focus();
    line.remove();
    this.rows.delete(id);
  }

  private rowOf(product: Product): void {
    const known = this.rows.get(product.id);
    if (!known) return this.append(product);
    if (known.product.version === product.version) return;
    known.product = product;
    for (const [index, cell] of this.cells(product).entries()) known.line.cells[index]!.replaceWith(cell);
    const buttons = known.line.querySelectorAll('button');
    for (const button of buttons) button.setAttribute('aria-label', `${button.textContent} ${product.name}`);
  }

  private append(product: Product): void {
    const line = element('tr', { role: 'row' }, ...this.cells(product));
    const row: Row = { line, product };
    const actions = element(
      'td',
      { role: 'cell', class: 'actions' },
      buttonFor('Edit', product, () => this.actions.edit(row.product)),
      buttonFor('Delete', product, () => this.actions.remove(row.product)),
    );
    line.append(actions);
    this.body.append(line);
    this.rows.set(product.id, row);
  }

  private cells(product: Product): HTMLTableCellElement[] {
    const fields = FIELDS.map((field) =>
      field === 'name'
        ? element('th', { role: 'rowheader', scope: 'row', class: 'name' }, product.name)
        : element('td', { role: 'cell', class: 'number', 'data-label': LABELS[field] }, show(field, product)),
    );
    const version = { role: 'cell', class: 'number', 'data-label': 'Version' };
    return [...fields, element('td', version, String(product.version))];
  }
}

function buttonFor(text: string, { name }: Product, action: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'small', 'aria-label': `${text} ${name}` }, text);
  made.addEventListener('click', action);
  return made;
}
