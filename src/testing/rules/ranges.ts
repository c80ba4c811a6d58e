/** Parts of a representation, and whether they are parts of the one that the client has (13.1.5, 14.2, 15.3.7). */
import type { Exchange } from '../client/exchange.js';
import { statusRule, type StatusCase } from './expected-status.js';
import { IF_RANGE, PRECONDITIONS_FIRST, RANGE, SERVES_RANGES } from './if-range.js';
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

/** Those that a 206 has where the 200 would have had them. */
const REQUIRED = ['cache-control', 'content-location', 'expires', 'vary', 'date'] as const;

export const RANGES: readonly Rule[] = [
  {
    id: 'range-tag',
    group,
    section: '15.3.7',
    level: 'must',
    says: 'A 206 has the ETag that the 200 would have had.',
    check: (resource) => onPart(resource, sameTag),
  },
  {
    id: 'range-fields',
    group,
    section: '15.3.7',
    level: 'must',
    says: 'A 206 has the Cache-Control, Content-Location, Date, Expires and Vary that the 200 would have had.',
    check: (resource) => onPart(resource, sameFields),
  },
  {
    id: 'range-octets',
    group,
    section: '15.3.7.1',
    level: 'must',
    says: 'A 206 has those octets of the representation that its Content-Range names.',
    check: (resource) => onPart(resource, sameOctets),
  },
  ...IF_RANGE.map((given) => statusRule(group, { where: SERVES_RANGES, ...given })),
  ...PRECONDITIONS_FIRST.map(onPartOnly),
];

/** A rule about servers that serve ranges here. */
function onPartOnly(given: StatusCase): Rule {
  const rule = statusRule(group, given);
  return { ...rule, check: (resource) => onPart(resource, () => rule.check(resource)) };
}

async function onPart(
  resource: Resource,
  check: (part: Exchange, full: Exchange) => Verdict | Promise<Verdict>,
): Promise<Verdict> {
  const part = await resource.get(RANGE);
  if (part.received.status === 206) return check(part, resource.baseline);
  return notApplicable(`A Range is answered ${part.received.status}: no ranges are served here.`);
}

function sameTag(part: Exchange, full: Exchange): Verdict {
  const wanted = full.received.field('etag');
  if (wanted === undefined) return notApplicable('The response has no ETag.');
  if (part.received.field('etag') === wanted) return PASSED;
  const cause = 'The tag is made of the octets that are sent: of the part, and not of the representation.';
  return failed([full, part], `ETag: ${wanted}`, cause);
}

function sameFields(part: Exchange, full: Exchange): Verdict {
  const missing = REQUIRED.filter(
    (name) => full.received.field(name) !== undefined && part.received.field(name) === undefined,
  );
  if (missing.length === 0) return PASSED;
  return failed([full, part], missing.join(', '), 'The part is sent before these fields are set.');
}

function sameOctets(part: Exchange, full: Exchange): Verdict {
  const { body } = full.received;
  const range = part.received.field('content-range');
  const wanted = `bytes 0-0/${body.length}`;
  const isWhole = range === wanted || range === 'bytes 0-0/*';
  if (isWhole && part.received.body.equals(body.subarray(0, 1))) return PASSED;
  const cause = 'The length is another one than that of the representation: that of another coding, perhaps.';
  return failed([full, part], `Content-Range: ${wanted}, and the first octet of the 200`, cause);
}
