import { byId, onClick } from './dom.js';
import { FIELDS, type Field, type Fields, type Tagged } from './product.js';
import type { Settings } from './settings.js';

/** Saves what is in the form. */
export type Save = (fields: Fields) => Promise<Done | Problem>;

/** The editor closes. */
export interface Done {
  /** What the person is told. */
  readonly outcome: string;
}

/** The editor stays open, and shows it. */
export interface Problem {
  readonly problem: string;
  /** Whether it was the tag that was missing: 428. */
  readonly wantsIfMatch?: boolean;
}

/** The dialog with the form for a product, a new one or one that is there. */
export class Editor {
  private readonly dialog = byId('editor', HTMLDialogElement);
  private readonly form = byId('editor-form', HTMLFormElement);
  private subject: Tagged | undefined;
  private save: Save | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly turnIfMatchOn: () => void,
    private readonly conclude: (outcome: string) => unknown,
  ) {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    onClick('editor-cancel', () => this.dialog.close());
    onClick('editor-with-tag', () => {
      this.turnIfMatchOn();
      this.describe();
      this.form.requestSubmit();
    });
  }

  /** @param subject what is edited; undefined for a new product */
  open(subject: Tagged | undefined, save: Save): void {
    this.subject = subject;
    this.save = save;
    this.form.reset();
    for (const field of FIELDS) this.input(field).value = subject ? String(subject.product[field]) : '';
    byId('editor-title', HTMLElement).textContent = subject ? `Edit ${subject.product.name}` : 'New product';
    this.describe();
    this.complain(undefined);
    this.dialog.showModal();
  }

  private async submit(): Promise<void> {
    const button = byId('editor-save', HTMLButtonElement);
    // A second press while the first is under way would be a second write, with the tag of before.
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    try {
      this.complain(undefined);
      this.finish(await this.save!(this.fields()));
    } catch (error) {
      this.complain({ problem: `The server gave no answer. ${String(error)}` });
    } finally {
      button.ariaBusy = null;
    }
  }

  private finish(result: Done | Problem): void {
    if ('problem' in result) return this.complain(result);
    this.dialog.close();
    // Not before: what stands behind a dialog is not read out.
    this.conclude(result.outcome);
  }

  private fields(): Fields {
    return {
      name: this.input('name').value,
      price: this.input('price').valueAsNumber,
      stock: this.input('stock').valueAsNumber,
    };
  }

  private input(field: Field): HTMLInputElement {
    return byId(`editor-${field}`, HTMLInputElement);
  }

  private describe(): void {
    byId('editor-sends', HTMLElement).textContent = this.sends();
  }

  private sends(): string {
    if (!this.subject) return 'Nothing is there yet that could be overwritten: this save needs no tag.';
    if (!this.settings.sendIfMatch) return 'This save does not say which version it changes.';
    return `This save sends If-Match: ${this.subject.tag}`;
  }

  private complain(problem: Problem | undefined): void {
    byId('editor-problem', HTMLElement).textContent = problem?.problem ?? '';
    byId('editor-with-tag', HTMLButtonElement).hidden = !problem?.wantsIfMatch;
  }
}
