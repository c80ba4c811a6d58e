import { MOST_BARS } from './bars.js';
import { showBytes } from './bytes.js';
import { drawChart } from './chart.js';
import { byId, element } from './dom.js';
import type { Exchange, Ledger } from './ledger.js';

const MEANINGS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  428: 'Precondition Required',
};

/** Keeps the table of exchanges, their sums and their chart as the ledger is. */
export function showLedger(ledger: Ledger): void {
  const view = new LedgerView(ledger);
  ledger.onChange(() => view.draw());
  view.draw();
}

class LedgerView {
  private readonly body = byId('exchanges', HTMLTableSectionElement);
  private readonly chart = byId('chart', SVGSVGElement);

  constructor(private readonly ledger: Ledger) {}

  draw(): void {
    const { exchanges, totals } = this.ledger;
    const [latest] = exchanges;
    if (latest) this.body.prepend(line(latest));
    while (this.body.rows.length > exchanges.length) this.body.rows[this.body.rows.length - 1]!.remove();
    write('total-exchanges', String(totals.exchanges));
    write('total-sent', showBytes(totals.sent));
    write('total-saved', showBytes(totals.saved));
    write('total-prevented', String(totals.prevented));
    drawChart(this.chart, exchanges);
    this.chart.setAttribute('aria-label', describe(exchanges.slice(0, MOST_BARS)));
  }
}

function describe(shown: readonly Exchange[]): string {
  const sum = (kind: 'sent' | 'saved') => showBytes(shown.reduce((total, each) => total + each[kind], 0));
  return `The last ${shown.length} exchanges: ${sum('sent')} sent, ${sum('saved')} saved`;
}

function write(id: string, text: string): void {
  byId(id, HTMLElement).textContent = text;
}

function line({ at, method, path, precondition, status, tag, sent, saved }: Exchange): HTMLTableRowElement {
  const request = [element('code', {}, element('b', {}, method), ` ${path}`)];
  if (precondition) request.push(element('code', { class: 'hint' }, precondition));
  const badge = element('b', { class: 'badge', 'data-status': String(status) }, String(status));
  const meaning = element('span', { class: 'hint' }, MEANINGS[status] ?? '');
  return element(
    'tr',
    { role: 'row' },
    cell('time', 'Time', element('time', { datetime: at.toISOString() }, at.toTimeString().slice(0, 8))),
    cell('request', 'Request', ...request),
    cell('status', 'Status', badge, ' ', meaning),
    cell('tag', 'ETag', tag ? element('code', {}, tag) : '–'),
    cell('number sent', 'Sent', showBytes(sent)),
    cell('number saved', 'Saved', saved > 0 ? showBytes(saved) : '–'),
  );
}

function cell(kind: string, label: string, ...content: readonly (Node | string)[]): HTMLTableCellElement {
  return element('td', { role: 'cell', class: kind, 'data-label': label }, ...content);
}
