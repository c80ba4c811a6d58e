import { STATUS_CODES } from 'node:http';
import type { SentHeaders } from '../client/exchange.js';
import {
  failed,
  notApplicable,
  PASSED,
  type Resource,
  type Rule,
  type RuleGroup,
  type Verdict,
} from './rule.js';
import { Validators } from './validators.js';

/** What a response must have for a rule to be about it. */
type Needed = 'tag' | 'strong tag' | 'date';

type Fields = (validators: Validators) => SentHeaders | readonly SentHeaders[];

/** A rule that says which status some header fields come to. */
export interface StatusCase {
  readonly id: string;
  readonly section: string;
  readonly level?: Rule['level'];
  readonly says: string;
  readonly method?: string;
  readonly needs?: readonly Needed[];
  /** Several sets of fields are sent one after the other. */
  readonly fields: Fields;
  readonly status: readonly number[];
  /** Why a server would answer otherwise. */
  readonly cause: string;
  /** The rule is about servers that answer these fields so: others have broken another rule already. */
  readonly where?: Condition;
}

/** Fields, and how a server answers them in a GET. */
export interface Condition {
  readonly fields: Fields;
  readonly status: number;
}

/** A server that evaluates If-None-Match at all. */
export const VALIDATES: Condition = { fields: ({ tag }) => ({ 'if-none-match': tag }), status: 304 };

/** A server that evaluates If-Match in a GET. */
export const MATCHES: Condition = {
  fields: ({ otherTag }) => ({ 'if-match': otherTag }),
  status: 412,
};

/** A server that evaluates If-Modified-Since. */
export const DATES: Condition = {
  fields: ({ date }) => ({ 'if-modified-since': date }),
  status: 304,
};

export function statusRule(group: RuleGroup, given: StatusCase): Rule {
  const { id, section, level = 'must', says } = given;
  return { id, group, section, level, says, check: (resource) => checkStatus(resource, given) };
}

async function checkStatus(resource: Resource, given: StatusCase): Promise<Verdict> {
  const { method = 'GET', needs = [], fields, status, cause, where } = given;
  const validators = new Validators(resource.baseline.received);
  const missing = needs.find((needed) => !has(validators, needed));
  if (missing) return notApplicable(`The response has no ${missing}.`);
  if (where) {
    const { sent, received } = await resource.get(only(where.fields(validators)));
    if (received.status !== where.status) {
      const [name] = Object.keys(sent.headers).slice(-1);
      return notApplicable(`A plain ${name} is not answered ${where.status} in the first place.`);
    }
  }
  for (const headers of [fields(validators)].flat()) {
    // oxlint-disable-next-line no-await-in-loop -- the first that is wrong is enough
    const exchange = await resource.send(method, headers);
    if (!status.includes(exchange.received.status)) return failed(exchange, statuses(status), cause);
  }
  return PASSED;
}

function has(validators: Validators, needed: Needed): boolean {
  if (needed === 'date') return validators.hasDate;
  return needed === 'tag' ? validators.hasTag : validators.isStrong;
}

function only(fields: SentHeaders | readonly SentHeaders[]): SentHeaders {
  return [fields].flat()[0]!;
}

/** `304 Not Modified`, `400 Bad Request or 412 Precondition Failed` */
export function statuses(codes: readonly number[]): string {
  return codes.map((code) => `${code} ${STATUS_CODES[code] ?? ''}`.trimEnd()).join(' or ');
}
