import { byId, onClick } from './dom.js';
import { FIELDS, type Field, type Fields, type Tagged } from './product.js';
import type { Settings } from './settings.js';

/** Saves what is in the form; the editor stays open while it answers with a problem. */
export type Save = (fields: Fields) => Promise<Problem | undefined>;

export interface Problem {
  readonly message: string;
  /** Whether it was the tag that was missing: 428. */
  readonly wantsIfMatch?: boolean;
}

/** The dialog with the form for a product, a new one or one that is there. */
export class Editor {
  private readonly dialog = byId('editor', HTMLDialogElement);
  private readonly form = byId('editor-form', HTMLFormElement);
  private readonly problem = byId('editor-problem', HTMLElement);
  private subject: Tagged | undefined;
  private save: Save = () => Promise.resolve(undefined);

  constructor(
    private readonly settings: Settings,
    private readonly turnIfMatchOn: () => void,
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
      const problem = await this.save(this.fields());
      if (problem) this.complain(problem);
      else this.dialog.close();
    } catch (error) {
      this.complain({ message: `It was not saved: ${String(error)}` });
    } finally {
      button.ariaBusy = null;
    }
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
    this.problem.textContent = problem?.message ?? '';
    byId('editor-with-tag', HTMLButtonElement).hidden = !problem?.wantsIfMatch;
  }
}
