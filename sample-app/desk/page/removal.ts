import { byId, element, onClick } from './dom.js';
import { FIELDS, LABELS, show, type Tagged } from './product.js';

/** The dialog that shows what is about to be deleted: the version that the person sees is the one that is named. */
export class RemovalDialog {
  private readonly dialog = byId('removal', HTMLDialogElement);
  private remove: () => Promise<void> = () => Promise.resolve();

  /** @param attempt tells the person what goes wrong */
  constructor(attempt: (action: () => Promise<void>) => unknown) {
    onClick('removal-keep', () => this.dialog.close());
    onClick('removal-delete', () => attempt(() => this.remove()));
  }

  open({ product, tag }: Tagged, problem: string, remove: () => Promise<void>): void {
    this.remove = remove;
    byId('removal-title', HTMLElement).textContent = `Delete ${product.name}?`;
    byId('removal-problem', HTMLElement).textContent = problem;
    const fields = FIELDS.flatMap((field) => [
      element('dt', {}, LABELS[field]),
      element('dd', {}, show(field, product)),
    ]);
    const version = [element('dt', {}, 'ETag'), element('dd', {}, element('code', {}, tag))];
    byId('removal-fields', HTMLElement).replaceChildren(...fields, ...version);
    if (!this.dialog.open) this.dialog.showModal();
  }

  close(): void {
    this.dialog.close();
  }
}
