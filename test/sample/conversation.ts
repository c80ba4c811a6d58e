import { Report, type Told } from './report.js';
import type { Sample, SentRequest } from './sample.js';

/** What a client knows by the time of a request. */
interface Known {
  /** Of the product that it has created last. */
  path: string;
  /** Of what it has read or written last. */
  tag: string;
  date: string;
}

type Step = readonly [title: string, path: (known: Known) => string, request?: (known: Known) => SentRequest];

const LAMP = { name: 'Läufer "⌘" 🎧', price: 0.29, stock: 5 };
const CHANGED = { name: 'Lamp', price: 999_999.99, stock: 2_147_483_647 };
const LONG_AGO = 'Sun, 06 Nov 1994 08:49:37 GMT';

const list = () => '';
const headphones = () => '/101';
const created = ({ path }: Known) => path;

const withTag = ({ tag }: Known) => ({ headers: { 'If-None-Match': tag } });
const withDate = ({ date }: Known) => ({ headers: { 'If-Modified-Since': date } });
const post = (body: object) => () => ({ method: 'POST', body });
const put = ({ tag }: Known) => ({ method: 'PUT', headers: { 'If-Match': tag }, body: CHANGED });
const putWith = (headers: Record<string, string>) => () => ({ method: 'PUT', headers, body: CHANGED });
const patch =
  (body: object) =>
  ({ tag }: Known) => ({ method: 'PATCH', headers: { 'If-Match': tag }, body });
const patchSince = (date?: string) => (known: Known) => ({
  method: 'PATCH',
  headers: { 'If-Unmodified-Since': date ?? known.date },
  body: { stock: 1 },
});
const remove = (tag?: string) => (known: Known) => ({
  method: 'DELETE',
  headers: { 'If-Match': tag ?? known.tag },
});

/** One conversation, in this order. */
const STEPS: readonly Step[] = [
  ['the list of the first start', list],
  ['the list, unchanged', list, withTag],
  ['a product', headphones],
  ['the product, unchanged', headphones, withTag],
  ['the product, by its date', headphones, withDate],
  ['its head', headphones, () => ({ method: 'HEAD' })],
  ['no product', () => '/99'],
  ['no id', () => '/0x65'],
  ['a new product', list, post(LAMP)],
  ['the new product, unchanged', created, withTag],
  ['the new product', created],
  ['a new product that is none', list, post({ ...LAMP, price: 1.005 })],
  ['PUT of another version', created, putWith({ 'If-Match': '"0"' })],
  ['PUT without a precondition', created, putWith({})],
  ['PUT of what must not be there', created, putWith({ 'If-None-Match': '*' })],
  ['the new product, as it was', created],
  ['PUT', created, put],
  ['PUT of what is there already', created, put],
  ['PATCH', created, patch({ stock: 0 })],
  ['PATCH by a date from before', created, patchSince(LONG_AGO)],
  ['PATCH by its date', created, patchSince()],
  ['PATCH of what is no field', created, patch({ version: 7 })],
  ['the list, with the new product', list],
  ['the list with it, unchanged', list, withTag],
  ['DELETE of another version', created, remove('"0"')],
  ['the new product, not deleted', created],
  ['DELETE', created, remove()],
  ['DELETE of what is deleted', created, remove('*')],
  ['PUT of what is deleted', created, put],
  ['the list of the first start again', list],
  ['another new product, with an id of its own', list, post(LAMP)],
];

/**
 * Has the conversation with a sample that has just started, on an empty database.
 * @param tick how exact its times are, in milliseconds
 */
export async function converse(sample: Sample, tick = 1): Promise<Told[]> {
  const known: Known = { path: '', tag: '', date: '' };
  const report = new Report(tick);
  const told: Told[] = [];
  for (const [title, pathOf, request = () => ({})] of STEPS) {
    const [path, sent] = [pathOf(known), request(known)];
    await report.whenClockHasMoved();
    const answer = await sample.send(path, sent);
    told.push({ title, ...report.of(path, sent, answer) });
    if (answer.status >= 300) continue;
    known.path = answer.headers.get('location')?.replace('/api/products', '') ?? known.path;
    known.tag = answer.etag ?? known.tag;
    known.date = answer.headers.get('last-modified') ?? known.date;
  }
  return told;
}
