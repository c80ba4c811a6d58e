/** A case sent, and what came of it, as one line that a difference can be read from. */
import type { RunningApp } from '../../support/adapters.js';
import { pipeline, type WireResponse } from '../../support/wire.js';
import { KEPT, Store } from './fixture.js';
import type { Form } from './forms.js';
import type { Expected } from './oracle.js';

/** The headers a 304 has none of, whatever the 200 has. */
const CONTENT_FIELDS = [
  'content-type',
  'content-encoding',
  'content-length',
  'content-language',
  'transfer-encoding',
];

/** Numbers requests, so that each one's handler calls can be counted. */
let requests = 0;

/** Sends forms to one path, `/<route>/<state>`, and says what came of each. */
export async function observe(
  { app, port }: RunningApp,
  method: string,
  path: string,
  forms: readonly Pick<Form, 'headers'>[],
): Promise<string[]> {
  const ids = forms.map(() => String((requests += 1)));
  const responses = await pipeline(
    port,
    forms.map(({ headers }, at) => ({ method, path: `${path}/${ids[at]}`, headers })),
  );
  const store = app.get(Store);
  return responses.map((response, at) => describeResponse(method, response, store.callsOf(ids[at]!)));
}

function describeResponse(method: string, response: WireResponse, calls: number): string {
  const { etag, 'last-modified': lastModified } = response.headers;
  const line = lineOf({ status: response.status, calls, etag, lastModified });
  return [line, ...faultsOf(method, response)].join(' !! ');
}

export function lineOf({ status, calls, etag = 'none', lastModified = 'none' }: Expected): string {
  return `${status}, handler calls ${calls}, ETag ${etag}, Last-Modified ${lastModified}`;
}

/** What no response of its kind may look like. */
export function faultsOf(method: string, response: WireResponse): string[] {
  const { status, headers, body } = response;
  const faults: string[] = [];
  if (headers['date'] === undefined) faults.push('no Date');
  if ((method === 'HEAD' || status === 304) && body.length > 0) faults.push(`${body.length} bytes of body`);
  if (status === 304) faults.push(...faultsOfNotModified(response));
  if (status === 428 && headers['cache-control'] !== 'no-store') faults.push('a 428 that may be stored');
  if (status >= 400 && method !== 'HEAD' && body.length === 0) faults.push('an error without explanation');
  return faults;
}

function faultsOfNotModified({ headers }: WireResponse): string[] {
  const content = CONTENT_FIELDS.filter((name) => name in headers).map((name) => `304 with ${name}`);
  const lost = Object.entries(KEPT).filter(([name, value]) => headers[name] !== value);
  return [...content, ...lost.map(([name]) => `304 with ${name}: ${headers[name]}`)];
}
