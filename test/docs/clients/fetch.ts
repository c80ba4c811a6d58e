type Tagged<T> = { etag: string; body: T };

const seen = new Map<string, Tagged<unknown>>();

/** Reads what a URL has now. A 304 has no body: what was received before is still current. */
export async function read<T>(url: string): Promise<Tagged<T>> {
  const known = seen.get(url) as Tagged<T> | undefined;
  const response = await fetch(url, { headers: known ? { 'If-None-Match': known.etag } : {} });
  if (response.status === 304 && known) return known;
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const tagged = { etag: response.headers.get('etag') ?? '', body: (await response.json()) as T };
  if (tagged.etag) seen.set(url, tagged);
  return tagged;
}

/** Changes what was read. `merge` is called again with what somebody else has written meanwhile. */
export async function change<T>(url: string, merge: (current: T) => T, attempts = 3): Promise<T> {
  const { etag, body } = await read<T>(url);
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'If-Match': etag },
    body: JSON.stringify(merge(body)),
  });
  if (response.status === 412 && attempts > 1) return change(url, merge, attempts - 1);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}
