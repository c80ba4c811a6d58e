/** HEAD is GET without the content (9.3.2). */
import type { Exchange } from '../client/exchange.js';
import { statusRule, VALIDATES } from './expected-status.js';
import {
  failed,
  notApplicable,
  PASSED,
  type Resource,
  type Rule,
  type RuleGroup,
  type Verdict,
} from './rule.js';

const VALIDATOR_FIELDS = ['etag', 'last-modified'] as const;

type Check = (head: Exchange, resource: Resource) => Verdict | Promise<Verdict>;

export function headRules(group: RuleGroup): readonly Rule[] {
  const notModified = statusRule(group, {
    id: 'head-not-modified',
    section: '13.2.2',
    says: 'If-None-Match comes to 304 for HEAD as it does for GET.',
    method: 'HEAD',
    needs: ['tag'],
    fields: ({ tag }) => ({ 'if-none-match': tag }),
    status: [304],
    cause: 'HEAD is answered by a handler of its own, or the tag is made of the content, which HEAD has not.',
    where: VALIDATES,
  });
  return [
    {
      id: 'head-validators',
      group,
      section: '9.3.2',
      level: 'should',
      says: 'HEAD should be answered with the fields that GET would have been answered with, its validators among them.',
      check: (resource) => onHead(resource, validators),
    },
    {
      id: 'head-content',
      group,
      section: '9.3.2',
      level: 'must',
      says: 'The response to HEAD has no content.',
      check: (resource) => onHead(resource, content),
    },
    { ...notModified, check: (resource) => onHead(resource, () => notModified.check(resource)) },
  ];
}

async function onHead(resource: Resource, check: Check): Promise<Verdict> {
  const head = await resource.send('HEAD');
  if (head.received.status === 200) return check(head, resource);
  return notApplicable(`HEAD is answered ${head.received.status}.`);
}

function validators(head: Exchange, { baseline }: Resource): Verdict {
  const other = VALIDATOR_FIELDS.filter(
    (name) => head.received.field(name) !== baseline.received.field(name),
  );
  if (other.length === 0) return PASSED;
  const wanted = other.map((name) => `${name}: ${baseline.received.field(name) ?? 'none'}`).join(', ');
  const cause = 'The tag is made of the content that is sent, which is empty here.';
  return failed([baseline, head], `the validators of the GET: ${wanted}`, cause);
}

function content(head: Exchange): Verdict {
  const { stray } = head.received;
  if (stray === 0) return PASSED;
  const cause = 'The handler of GET writes its body. The client takes these octets for the next response.';
  return failed(head, `no content, and not ${stray} octets`, cause);
}
