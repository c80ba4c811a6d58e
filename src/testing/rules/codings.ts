/** Content codings: one representation each (8.4, 8.8.3.3, 12.5.5). */
import type { Exchange } from '../client/exchange.js';
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

const group: RuleGroup = 'codings';
const CODINGS = ['identity', 'gzip', 'br', 'deflate', 'zstd'] as const;

type Check = (coded: readonly Exchange[], resource: Resource) => Verdict | Promise<Verdict>;

export const CODING_RULES: readonly Rule[] = [
  {
    id: 'coding-tags',
    group,
    section: '8.8.3.3',
    level: 'must',
    says: 'Representations in different codings have different octets, and never the same strong entity-tag.',
    check: (resource) => onCodings(resource, tags),
  },
  {
    id: 'coding-vary',
    group,
    section: '12.5.5',
    level: 'should',
    says: 'Where Accept-Encoding selects the representation, each of them should name it in Vary.',
    check: (resource) => onCodings(resource, vary),
  },
  {
    id: 'coding-not-modified',
    group,
    section: '13.1.2',
    level: 'must',
    says: 'Who has the current representation in a coding, and asks for that coding, gets 304.',
    check: (resource) => onCodings(resource, notModified),
  },
];

/** One response for each coding that the server has. */
async function onCodings(resource: Resource, check: Check): Promise<Verdict> {
  const all = await inTurn(CODINGS, (coding) => resource.get({ 'accept-encoding': coding }));
  const successful = all.filter(({ received }) => received.status === 200);
  const coded = successful.filter((each, at) => {
    const first = successful.findIndex((other) => codingOf(other) === codingOf(each));
    return first === at;
  });
  if (coded.length < 2) return notApplicable('The response has one coding, whatever is asked for.');
  return check(coded, resource);
}

function codingOf({ received }: Exchange): string {
  return received.field('content-encoding')?.toLowerCase() ?? 'identity';
}

function tags(coded: readonly Exchange[]): Verdict {
  const strong = coded.filter(({ received }) => received.etag?.weak === false);
  for (const [at, each] of strong.entries()) {
    const twin = strong
      .slice(0, at)
      .find(({ received }) => received.field('etag') === each.received.field('etag'));
    if (!twin) continue;
    const cause =
      'The tag is made before the content is coded. A cache answers one coding by another, and parts are joined.';
    return failed([twin, each], `a tag of its own for ${codingOf(each)}, or a weak one`, cause);
  }
  return PASSED;
}

function vary(coded: readonly Exchange[]): Verdict {
  const silent = coded.find(({ received }) => !/\*|accept-encoding/i.test(received.field('vary') ?? ''));
  if (!silent) return PASSED;
  const cause = 'A shared cache sends what it stored for one client to others who cannot decode it.';
  return failed(silent, 'Vary: Accept-Encoding', cause);
}

async function notModified(coded: readonly Exchange[], resource: Resource): Promise<Verdict> {
  for (const { sent, received } of coded) {
    const tag = received.field('etag');
    if (!received.etag || tag === undefined) return notApplicable('A coded response has no ETag.');
    const accept = { 'accept-encoding': sent.headers['accept-encoding']! };
    // oxlint-disable-next-line no-await-in-loop -- the first that is wrong is enough
    const again = await resource.get({ ...accept, 'if-none-match': tag });
    if (again.received.status !== 304 && codingOf({ sent, received }) === 'identity')
      return notApplicable('A plain If-None-Match is not answered 304 in the first place.');
    if (again.received.status !== 304) {
      const cause =
        'The tag gets a suffix or W/ as the content is coded, and what evaluates If-None-Match does not know it.';
      return failed(again, '304 Not Modified', cause);
    }
  }
  return PASSED;
}
