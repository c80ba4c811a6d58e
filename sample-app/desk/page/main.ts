import { ConflictDialog } from './conflict.js';
import { Desk } from './desk.js';
import { byId, onClick } from './dom.js';
import { Editor } from './editor.js';
import { Http } from './http.js';
import { Ledger } from './ledger.js';
import { showLedger } from './ledger-view.js';
import { ProductList } from './product-list.js';
import { Products } from './products.js';
import { RemovalDialog } from './removal.js';
import { bindSettings } from './switches.js';

/** In milliseconds. */
const EVERY = 5_000;

const ledger = new Ledger();
const { settings, turnIfMatchOn } = bindSettings();
const list = new ProductList({
  edit: (product) => attempt(() => desk.edit(product)),
  remove: (product) => attempt(() => desk.remove(product)),
});
const desk: Desk = new Desk({
  products: new Products(new Http(ledger, settings)),
  editor: new Editor(settings, turnIfMatchOn, (outcome) => attempt(() => desk.conclude(outcome))),
  conflicts: new ConflictDialog(),
  removal: new RemovalDialog((action) => attempt(action)),
  show: (products) => list.show(products),
  announce,
});

function announce(text: string): void {
  byId('outcome', HTMLElement).textContent = text;
}

/** What goes wrong on the way, such as a server that does not answer, is told where outcomes are told. */
async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    announce(error instanceof Error ? error.message : String(error));
  }
}

const refresh = () => attempt(() => desk.refresh());

showLedger(ledger);
onClick('create', () => desk.create());
onClick('refresh', refresh);
setInterval(() => {
  if (settings.poll && !document.hidden) void refresh();
}, EVERY);
await refresh();
