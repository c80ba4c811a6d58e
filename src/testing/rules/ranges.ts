/** Parts of a representation, and whether they are parts of the one that the client has (13.1.5, 14.2, 15.3.7). */
import type { Exchange } from '../client/exchange.js';
import { MATCHES, statusRule, VALIDATES, type Condition, type StatusCase } from './expected-status.js';
import {
  failed,
  notApplicable,
  PASSED,
  type Resource,
  type Rule,
  type RuleGroup,
  type Verdict,
} from './rule.js';

const group: RuleGroup = 'ranges';
const RANGE = { range: 'bytes=0-0' };

/** Those that a 206 has where the 200 would have had them. */
const REQUIRED = ['cache-control', 'content-location', 'expires', 'vary', 'date'] as const;

/** A server that answers ranges on this route. */
const SERVES_RANGES: Condition = { fields: () => RANGE, status: 206 };

const IF_RANGE: readonly StatusCase[] = [
  {
    id: 'if-range-current',
    section: '13.1.5',
    level: 'should',
    says: 'Where If-Range names the current strong entity-tag, the range is sent.',
    needs: ['strong tag'],
    fields: ({ tag }) => ({ ...RANGE, 'if-range': tag }),
    status: [206],
    cause: 'The tag is compared with another one than the response shows, and no download can go on.',
  },
  {
    id: 'if-range-other',
    section: '13.1.5',
    says: 'Where If-Range names another entity-tag, Range is ignored, and the whole representation is sent.',
    needs: ['tag'],
    fields: ({ otherTag }) => ({ ...RANGE, 'if-range': otherTag }),
    status: [200],
    cause: 'If-Range is not evaluated: a download goes on with the octets of another version.',
  },
  {
    id: 'if-range-weak',
    section: '13.1.5',
    says: 'If-Range is compared strongly: a weak tag never matches.',
    needs: ['tag'],
    fields: ({ weakTag }) => ({ ...RANGE, 'if-range': weakTag }),
    status: [200],
    cause:
      'W/ is taken off before tags are compared. Representations that share a weak tag may differ in their octets.',
  },
  {
    id: 'if-range-date',
    section: '13.1.5',
    says: 'A date in If-Range must be that of Last-Modified exactly: neither an older nor a newer one will do.',
    needs: ['date'],
    fields: ({ olderDate, newerDate }) =>
      [olderDate, newerDate].map((date) => ({ ...RANGE, 'if-range': date })),
    status: [200],
    cause: 'The date is compared as that of If-Unmodified-Since, or not at all.',
  },
];

const PRECONDITIONS_FIRST: readonly StatusCase[] = [
  {
    id: 'range-not-modified',
    section: '13.2.2',
    says: 'Preconditions are evaluated before Range: a client that has the current representation gets 304.',
    needs: ['tag'],
    fields: ({ tag }) => ({ ...RANGE, 'if-none-match': tag }),
    status: [304],
    cause: 'Ranges are served by what does not know of preconditions.',
    where: VALIDATES,
  },
  {
    id: 'range-match-failed',
    section: '13.2.2',
    says: 'Preconditions are evaluated before Range: where If-Match is false, the answer is 412.',
    needs: ['tag'],
    fields: ({ otherTag }) => ({ ...RANGE, 'if-match': otherTag }),
    status: [412],
    cause: 'Ranges are served by what does not know of preconditions: a download joins two versions.',
    where: MATCHES,
  },
];

export const RANGES: readonly Rule[] = [
  {
    id: 'range-tag',
    group,
    section: '15.3.7',
    level: 'must',
    says: 'A 206 has the ETag that the 200 would have had.',
    check: (resource) => onPart(resource, tag),
  },
  {
    id: 'range-fields',
    group,
    section: '15.3.7',
    level: 'must',
    says: 'A 206 has the Cache-Control, Content-Location, Date, Expires and Vary that the 200 would have had.',
    check: (resource) => onPart(resource, fields),
  },
  {
    id: 'range-octets',
    group,
    section: '15.3.7.1',
    level: 'must',
    says: 'A 206 has those octets of the representation that its Content-Range names.',
    check: (resource) => onPart(resource, octets),
  },
  ...IF_RANGE.map((given) => statusRule(group, { where: SERVES_RANGES, ...given })),
  ...PRECONDITIONS_FIRST.map((given) => statusRule(group, given)).map((rule) => ({
    ...rule,
    check: (resource: Resource) => onPart(resource, () => rule.check(resource)),
  })),
];

async function onPart(
  resource: Resource,
  check: (part: Exchange, full: Exchange) => Verdict | Promise<Verdict>,
): Promise<Verdict> {
  const part = await resource.get(RANGE);
  if (part.received.status === 206) return check(part, resource.baseline);
  return notApplicable(`A Range is answered ${part.received.status}: no ranges are served here.`);
}

function tag(part: Exchange, full: Exchange): Verdict {
  const wanted = full.received.field('etag');
  if (wanted === undefined) return notApplicable('The response has no ETag.');
  if (part.received.field('etag') === wanted) return PASSED;
  const cause = 'The tag is made of the octets that are sent: of the part, and not of the representation.';
  return failed([full, part], `ETag: ${wanted}`, cause);
}

function fields(part: Exchange, full: Exchange): Verdict {
  const missing = REQUIRED.filter(
    (name) => full.received.field(name) !== undefined && part.received.field(name) === undefined,
  );
  if (missing.length === 0) return PASSED;
  return failed([full, part], missing.join(', '), 'The part is sent before these fields are set.');
}

function octets(part: Exchange, full: Exchange): Verdict {
  const { body } = full.received;
  const range = part.received.field('content-range');
  const wanted = `bytes 0-0/${body.length}`;
  const isWhole = range === wanted || range === 'bytes 0-0/*';
  if (isWhole && part.received.body.equals(body.subarray(0, 1))) return PASSED;
  const cause = 'The length is another one than that of the representation: that of another coding, perhaps.';
  return failed([full, part], `Content-Range: ${wanted}, and the first octet of the 200`, cause);
}
