/** What a 304 consists of (15.4.5). */
import type { Exchange, Received } from '../client/exchange.js';
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

/** Those that a 304 has where the 200 would have had them. */
const REQUIRED = ['cache-control', 'content-location', 'date', 'etag', 'expires', 'vary'] as const;

/** They describe content, and a cache would put them in the place of those it has stored. */
const METADATA = ['content-encoding', 'content-language', 'content-range', 'content-type'] as const;

/** Their value is another one in each response. */
const CHANGING: ReadonlySet<string> = new Set(['date', 'expires']);

type Check = (exchange: Exchange, full: Received) => Verdict;

export function notModifiedRules(group: RuleGroup): readonly Rule[] {
  return [
    rule(
      'not-modified-content',
      '15.4.5',
      'must',
      'A 304 ends with its header section: it has no content.',
      content,
    ),
    rule(
      'not-modified-fields',
      '15.4.5',
      'must',
      'A 304 has the Cache-Control, Content-Location, Date, ETag, Expires and Vary that the 200 would have had.',
      fields,
    ),
    rule(
      'not-modified-length',
      '8.6',
      'must',
      'The Content-Length of a 304, where it has one, is that of the 200 that would have been sent.',
      length,
    ),
    rule(
      'not-modified-metadata',
      '15.4.5',
      'should',
      'A 304 should have no other fields about the representation: a cache would store them in the place of its own.',
      metadata,
    ),
  ];

  function rule(id: string, section: string, level: Rule['level'], says: string, check: Check): Rule {
    return { id, group, section, level, says, check: (resource) => onNotModified(resource, check) };
  }
}

async function onNotModified(resource: Resource, check: Check): Promise<Verdict> {
  const { received } = resource.baseline;
  const { hasTag, tag, date } = new Validators(received);
  const exchange = await resource.get(hasTag ? { 'if-none-match': tag } : { 'if-modified-since': date });
  if (exchange.received.status !== 304) return notApplicable('There is no 304 on this route.');
  return check(exchange, received);
}

function content(exchange: Exchange): Verdict {
  const { stray } = exchange.received;
  if (stray === 0) return PASSED;
  const cause =
    'The handler goes on to write the body after the status was set. The client takes these octets for the next response.';
  return failed(exchange, `no content, and not ${stray} octets`, cause);
}

function fields(exchange: Exchange, full: Received): Verdict {
  const missing = REQUIRED.filter((name) => {
    const value = full.field(name);
    const again = exchange.received.field(name);
    return value !== undefined && (CHANGING.has(name) ? again === undefined : !isSame(name, value, again));
  });
  if (missing.length === 0) return PASSED;
  const wanted = missing.map((name) => `${name}: ${full.field(name)}`).join(', ');
  const cause =
    'The 304 is sent before these fields are set, or its header section is made anew: a cache goes on with what it has of old.';
  return failed(exchange, `the fields of the 200: ${wanted}`, cause);
}

/** Members of a list may have another order and another case. */
function isSame(name: string, value: string, again: string | undefined): boolean {
  if (name === 'etag' || name === 'content-location' || again === undefined) return value === again;
  return membersOf(value) === membersOf(again);
}

function membersOf(list: string): string {
  const members = list.toLowerCase().split(',');
  return members
    .map((member) => member.trim())
    .toSorted()
    .join();
}

function length(exchange: Exchange, full: Received): Verdict {
  const value = exchange.received.field('content-length');
  if (value === undefined || Number(value) === full.body.length) return PASSED;
  const cause =
    'The length is that of the empty body: caches may take it for the length of what they have stored.';
  return failed(exchange, `no Content-Length, or ${full.body.length}`, cause);
}

function metadata(exchange: Exchange): Verdict {
  const present = METADATA.filter((name) => exchange.received.field(name) !== undefined);
  if (present.length === 0) return PASSED;
  const cause = 'The header section of the 200 is sent with another status.';
  return failed(exchange, `none of ${present.join(', ')}`, cause);
}
