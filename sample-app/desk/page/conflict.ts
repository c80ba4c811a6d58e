import { byId, element, onClick } from './dom.js';
import { compare, lostBy, merge, type Conflict, type Difference, type Side } from './merge.js';
import { LABELS, show, type Fields } from './product.js';

const CHANGED: Readonly<Record<Difference['changed'], string>> = {
  nobody: 'the same',
  yours: 'only you changed it',
  theirs: 'only they changed it',
  both: 'both changed it: choose',
};

const SIDES: readonly Side[] = ['yours', 'theirs'];

/** The dialog that shows both changes, and asks what to do. */
export class ConflictDialog {
  private readonly dialog = byId('conflict', HTMLDialogElement);
  private readonly form = byId('conflict-form', HTMLFormElement);
  private decide: (fields: Fields | undefined) => void = () => undefined;
  private conflict: Conflict | undefined;

  constructor() {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.conflict) this.finish(this.merged(this.conflict));
    });
    onClick('conflict-overwrite', () => this.finish(this.conflict?.yours));
    onClick('conflict-give-up', () => this.finish(undefined));
    // By the Escape key as well: who leaves a dialog has changed nothing.
    this.dialog.addEventListener('close', () => {
      // The event comes late, and the dialog may have a next question by then.
      if (!this.dialog.open) this.decide(undefined);
    });
  }

  /** @returns what to save with the new tag; undefined to give up */
  ask(conflict: Conflict): Promise<Fields | undefined> {
    this.conflict = conflict;
    const lines = compare(conflict).map((difference) => line(difference, conflict));
    byId('conflict-fields', HTMLTableSectionElement).replaceChildren(...lines);
    byId('conflict-tag', HTMLElement).textContent = conflict.theirs.tag;
    byId('conflict-loses', HTMLElement).textContent = `Overwriting loses their ${lostBy(conflict)}.`;
    return new Promise((resolve) => {
      this.decide = resolve;
      this.dialog.showModal();
    });
  }

  private merged(conflict: Conflict): Fields {
    const chosen = new FormData(this.form);
    return merge(conflict, (field) => (chosen.get(field) === 'yours' ? 'yours' : 'theirs'));
  }

  private finish(fields: Fields | undefined): void {
    this.decide(fields);
    this.dialog.close();
  }
}

function line(difference: Difference, conflict: Conflict): HTMLTableRowElement {
  const { field, changed } = difference;
  const header = element('th', { role: 'rowheader', scope: 'row' }, LABELS[field]);
  header.append(element('span', { class: 'hint' }, CHANGED[changed]));
  const before = cell('Before', show(field, conflict.base));
  const sides = SIDES.map((side) => choice(side, difference, conflict));
  return element('tr', { role: 'row', 'data-changed': changed }, header, before, ...sides);
}

function choice(side: Side, { field, changed, suggestion }: Difference, conflict: Conflict): HTMLElement {
  const value = show(field, side === 'yours' ? conflict.yours : conflict.theirs.product);
  const title = side === 'yours' ? 'Yours' : 'Theirs';
  if (changed === 'nobody') return cell(title, value);
  const input = element('input', {
    type: 'radio',
    name: field,
    value: side,
    required: true,
    checked: suggestion === side,
    'aria-label': `${LABELS[field]}, ${title.toLowerCase()}: ${value}`,
  });
  return cell(title, element('label', { class: 'choice' }, input, element('span', {}, value)));
}

function cell(label: string, content: Node | string): HTMLTableCellElement {
  return element('td', { role: 'cell', 'data-label': label }, content);
}
