import type { Exchange, SentHeaders } from '../client/exchange.js';
import { statuses } from './expected-status.js';
import {
  failed,
  inTurn,
  notApplicable,
  PASSED,
  type Resource,
  type Rule,
  type RuleGroup,
  type Verdict,
} from './rule.js';
import { Validators } from './validators.js';

/** A write that gets through where any does: of the current state, of any state, or without a precondition. */
export async function writeSomehow(resource: Pick<Resource, 'get' | 'write'>): Promise<Exchange> {
  const { received } = await resource.get();
  const first = await resource.write!(fresh(new Validators(received)));
  if (first.received.isSuccess) return first;
  const second = await resource.write!({ 'if-match': '*' });
  return second.received.isSuccess ? second : resource.write!();
}

/**
 * Tries the write that a user gave: it has to get through, and to change what a GET shows.
 * @returns what is wrong with it; undefined where nothing is
 */
export async function triedWrite(resource: Pick<Resource, 'get' | 'write'>): Promise<string | undefined> {
  const bodies = await inTurn([1, 2], async () => {
    const { sent, received } = await writeSomehow(resource);
    if (!received.isSuccess) return `${sent.method} ${sent.path} is answered ${received.status}`;
    return (await resource.get()).received.body;
  });
  const refused = bodies.find((body) => typeof body === 'string');
  if (typeof refused === 'string') return refused;
  const [first, second] = bodies as Buffer[];
  if (!first!.equals(second!)) return undefined;
  return 'the write leaves what a GET shows as it was. Give it another content each time: body: (n) => …';
}

/** Fields that let a write of the current state pass. */
export function fresh({ isStrong, tag, hasTag, hasDate, date }: Validators): SentHeaders {
  if (isStrong) return { 'if-match': tag };
  if (!hasTag && hasDate) return { 'if-unmodified-since': date };
  return {};
}

/** A write that must not happen. */
export interface RefusedWrite {
  readonly id: string;
  readonly section: string;
  readonly level?: Rule['level'];
  readonly says: string;
  readonly needs?: 'strong tag' | 'tag' | 'date';
  readonly fields: (validators: Validators) => SentHeaders;
  readonly status: readonly number[];
  readonly cause: string;
  /** What the refusal itself has to be like. */
  readonly also?: (refused: Exchange) => Verdict;
}

const DONE = 'The write is performed first, and its preconditions are evaluated on the response.';

export function refusedWriteRule(group: RuleGroup, given: RefusedWrite): Rule {
  const { id, section, level = 'must', says } = given;
  return { id, group, section, level, says, check: (resource) => checkRefused(resource, given) };
}

async function checkRefused(resource: Resource, given: RefusedWrite): Promise<Verdict> {
  const { needs = 'tag', fields, status, cause, also } = given;
  if (!resource.write) return notApplicable('No write is allowed.');
  const before = await resource.get();
  const validators = new Validators(before.received);
  const has = { 'strong tag': validators.isStrong, tag: validators.hasTag, date: validators.hasDate };
  if (!has[needs]) return notApplicable(`The response has no ${needs}.`);
  const write = await resource.write(fields(validators));
  if (!status.includes(write.received.status)) return failed([before, write], statuses(status), cause);
  const after = await resource.get();
  const isAsBefore = isUntouched(before, after);
  if (!isAsBefore) return failed([before, write, after], 'the content as it was', DONE);
  return also?.(write) ?? PASSED;
}

/** Whether a resource is what it was. Its content may hold the time of the request; then it is the tag that tells. */
export function isUntouched(before: Exchange, after: Exchange): boolean {
  const isSameTag = before.received.field('etag') === after.received.field('etag');
  return (
    (before.received.etag !== undefined && isSameTag) || before.received.body.equals(after.received.body)
  );
}

/** A write that must happen, given a precondition that holds. */
export async function checkPerformed(
  resource: Resource,
  fields: (validators: Validators) => SentHeaders,
  cause: string,
): Promise<Verdict> {
  if (!resource.write) return notApplicable('No write is allowed.');
  const before = await resource.get();
  const validators = new Validators(before.received);
  if (!validators.isStrong) return notApplicable('The response has no strong tag.');
  const write = await resource.write(fields(validators));
  if (write.received.isSuccess) return PASSED;
  return failed([before, write], 'a response of 2xx', cause);
}
