/** What a response has that its case does not permit, in words. */
import type { WireResponse } from '../support/wire.js';
import type { Case, Permitted } from './case.interface.js';

export interface Observed {
  readonly response: WireResponse;
  readonly performed: boolean;
  /** The response to the request beside it. */
  readonly beside: WireResponse | undefined;
  /** The response to the same with the tag of the first. */
  readonly again: WireResponse | undefined;
}

export function isSameOutcome(one: Observed, other: Observed): boolean {
  return one.response.status === other.response.status && one.performed === other.performed;
}

/** @param ours whether only the first of what is permitted will do */
export function faultsOf(one: Case, observed: Observed, ours: boolean): string[] {
  const { response, performed } = observed;
  const { status } = response;
  const permitted = choicesOf([one.status].flat(), ours);
  const shouldPerform = one.performed ?? (isWrite(one.method) && status < 300);
  return [
    ...(permitted.includes(status) ? [] : [`${status}, not ${permitted.join(' or ')}`]),
    // Where one of several is permitted, what is done goes with it.
    ...(performed === shouldPerform ? [] : [performed ? 'it was performed' : 'it was not performed']),
    ...fieldFaults(one, response, ours),
    ...contentFaults(one, response),
    ...besideFaults(one, observed),
    ...againFaults(one, observed),
  ];
}

function choicesOf<T>(permitted: readonly T[], ours: boolean): readonly T[] {
  return ours ? permitted.slice(0, 1) : permitted;
}

function isWrite(method: string): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

function fieldFaults(
  { fields = {}, notAfterDate }: Case,
  { headers }: WireResponse,
  ours: boolean,
): string[] {
  const faults = Object.entries(fields).flatMap(([name, value]) => {
    const permitted = choicesOf<string | null>([value].flat() as Permitted[] as (string | null)[], ours);
    const is = headers[name] ?? null;
    const fits = permitted.some((each) => each === is || (each === '*' && is !== null));
    return fits ? [] : [`${name} is ${is}, not ${permitted.join(' or ')}`];
  });
  const { date = '', 'last-modified': lastModified = '' } = headers;
  const isLater = notAfterDate && !(Date.parse(lastModified) <= Date.parse(date));
  return isLater ? [...faults, `Last-Modified is ${lastModified}, and Date ${date}`] : faults;
}

function contentFaults({ method, body }: Case, response: WireResponse): string[] {
  const { status, headers } = response;
  const length = response.body.length;
  if ((method === 'HEAD' || status === 304 || status === 204) && length > 0)
    return [`${length} bytes of content`];
  if (body !== undefined && response.text !== body)
    return [`its content is ${JSON.stringify(response.text)}`];
  return headers['date'] === undefined ? ['no Date'] : [];
}

function besideFaults({ beside: asked }: Case, { response, beside }: Observed): string[] {
  if (!asked || !beside) return [];
  const is = (name: string) => response.headers[name];
  const other = (name: string) => beside.headers[name];
  const title = `${asked.method} ${JSON.stringify(asked.headers ?? {})}`;
  const unlike = (asked.same ?? []).filter((name) => is(name) !== other(name));
  const alike = (asked.differs ?? []).filter((name) => is(name)?.startsWith('"') && is(name) === other(name));
  return [
    ...unlike.map((name) => `${name} is ${is(name)}, and ${other(name)} of ${title}`),
    ...alike.map((name) => `${name} is ${is(name)}, as of ${title}`),
  ];
}

function againFaults({ revalidates }: Case, { response, again }: Observed): string[] {
  if (!revalidates || !again) return [];
  const { etag } = response.headers;
  if (etag === undefined) return ['it has no tag'];
  const is = `${again.status} ${again.headers['etag']}`;
  return is === `304 ${etag}` ? [] : [`sent back, ${etag} comes to ${is}`];
}
