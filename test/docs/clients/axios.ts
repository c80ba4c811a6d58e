import { create } from 'axios';

type Tagged<T> = { etag: string; body: T };

const seen = new Map<string, Tagged<unknown>>();

/** axios takes a 304 for an error, unless it is told otherwise. */
const client = create({
  validateStatus: (status) => (status >= 200 && status < 300) || status === 304 || status === 412,
});

export async function read<T>(url: string): Promise<Tagged<T>> {
  const known = seen.get(url) as Tagged<T> | undefined;
  const { status, headers, data } = await client.get<T>(url, {
    headers: known ? { 'If-None-Match': known.etag } : {},
  });
  if (status === 304 && known) return known;
  const tagged = { etag: String(headers['etag'] ?? ''), body: data };
  if (tagged.etag) seen.set(url, tagged);
  return tagged;
}

export async function change<T>(url: string, merge: (current: T) => T, attempts = 3): Promise<T> {
  const { etag, body } = await read<T>(url);
  const { status, data } = await client.put<T>(url, merge(body), { headers: { 'If-Match': etag } });
  if (status !== 412) return data;
  if (attempts > 1) return change(url, merge, attempts - 1);
  throw new Error(`${url}: somebody else keeps changing it`);
}
