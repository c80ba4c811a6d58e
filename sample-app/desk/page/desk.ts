import { messageOf } from './answer.js';
import type { ConflictDialog } from './conflict.js';
import type { Done, Editor, Problem } from './editor.js';
import type { Fields, Product, Tagged } from './product.js';
import type { Products } from './products.js';
import type { RemovalDialog } from './removal.js';
import { saveOver } from './saving.js';

interface Parts {
  readonly products: Products;
  readonly editor: Editor;
  readonly conflicts: ConflictDialog;
  readonly removal: RemovalDialog;
  readonly show: (products: readonly Product[]) => void;
  /** Tells the person what came of it. */
  readonly announce: (text: string) => void;
}

const GONE: Problem = {
  problem: 'Somebody has deleted this product meanwhile. Save once more to create it anew.',
};
const CHANGED = '412: somebody has changed it meanwhile. This is what it is now.';

/** What a person does at the desk, from the press of a button to its outcome. */
export class Desk {
  constructor(private readonly parts: Parts) {}

  async refresh(): Promise<void> {
    this.parts.show(await this.parts.products.list());
  }

  create(): void {
    this.parts.editor.open(undefined, (fields) => this.insert(fields));
  }

  async edit({ id, name }: Product): Promise<void> {
    const read = await this.parts.products.find(id);
    if (!read) return this.conclude(`${name} is not there any more.`);
    let gone = false;
    this.parts.editor.open(read, async (fields) => {
      if (gone) return this.insert(fields);
      const result = await this.replace(read, fields);
      gone = result === GONE;
      return result;
    });
  }

  async remove({ id, name }: Product, problem = ''): Promise<void> {
    const read = await this.parts.products.find(id);
    if (read) this.parts.removal.open(read, problem, () => this.removeRead(read));
    else await this.removed(`${name} is not there any more.`);
  }

  private async insert(fields: Fields): Promise<Done | Problem> {
    const answer = await this.parts.products.create(fields);
    if (answer.status !== 201) return { problem: messageOf(answer) };
    return { outcome: `${fields.name} is created. Its ETag is ${answer.tag}.` };
  }

  private async replace(read: Tagged, fields: Fields): Promise<Done | Problem> {
    const { products, conflicts } = this.parts;
    const answer = await saveOver(read, fields, products, (conflict) => conflicts.ask(conflict));
    if (answer?.status === 404) return GONE;
    if (answer && answer.status !== 200)
      return { problem: messageOf(answer), wantsIfMatch: answer.status === 428 };
    if (answer) return { outcome: `Saved. The ETag is now ${answer.tag}.` };
    return { outcome: `You gave up. ${read.product.name} stays as they saved it.` };
  }

  private async removeRead({ product, tag }: Tagged): Promise<void> {
    const answer = await this.parts.products.remove(product.id, tag);
    if (answer.status === 412) await this.remove(product, CHANGED);
    else if (answer.status === 204) await this.removed(`${product.name} is deleted.`);
    else await this.remove(product, messageOf(answer));
  }

  private async removed(outcome: string): Promise<void> {
    this.parts.removal.close();
    await this.conclude(outcome);
  }

  /** Tells the outcome first: it holds also where the list cannot be read then. */
  async conclude(outcome: string): Promise<void> {
    this.parts.announce(outcome);
    await this.refresh();
  }
}
