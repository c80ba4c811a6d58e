/** The tag changes with every update, and only then (8.8.1). */
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
import { writeSomehow } from './writes.js';

const group: RuleGroup = 'changeDetection';

export const CHANGE_DETECTION: readonly Rule[] = [
  {
    id: 'tag-repeats',
    group,
    section: '8.8.1',
    level: 'should',
    says: 'A validator changes only where the representation does: the same octets should keep their tag.',
    async check(resource: Resource): Promise<Verdict> {
      const all = [resource.baseline, ...(await inTurn([1, 2, 3], () => resource.get()))];
      const isOneBody = all.every(({ received }) => received.body.equals(all[0]!.received.body));
      if (!isOneBody) return notApplicable('The content is another one each time.');
      // Two tags may be those of a change and its reversal, but not four.
      if (tagsOf(all).size < all.length) return PASSED;
      const cause = 'The tag is made of a time or a random value, so that nobody ever gets a 304.';
      return failed(all.slice(-2), 'one tag for the same octets', cause);
    },
  },
  {
    id: 'tag-names-octets',
    group,
    section: '8.8.1',
    level: 'must',
    says: 'A strong validator changes wherever the octets of the representation do.',
    async check(resource: Resource): Promise<Verdict> {
      const [first, second] = [await resource.get(), await resource.get()];
      if (first.received.etag?.weak !== false) return notApplicable('The response has no strong tag.');
      const isSame = first.received.body.equals(second.received.body);
      if (isSame || tagsOf([first, second]).size === 2) return PASSED;
      const cause =
        'The content holds something that the tag is not made of, such as the time of the request.';
      return failed([first, second], 'another tag, or a weak one', cause);
    },
  },
  {
    id: 'tag-changes',
    group,
    section: '8.8.1',
    level: 'must',
    says: 'A validator changes with every change of the representation.',
    async check(resource: Resource): Promise<Verdict> {
      if (!resource.write) return notApplicable('No write is allowed.');
      const before = await resource.get();
      if (!before.received.etag) return notApplicable('The response has no ETag.');
      const after = await inTurn([1, 2, 3], async () => {
        await writeSomehow(resource);
        return resource.get();
      });
      const reads = [before, ...after];
      if (tagsOf(reads).size === reads.length) return PASSED;
      const cause =
        'The tag is a constant, or made of what the update does not touch. Clients keep the old content for ever.';
      const at = reads.findIndex((_, index) => tagsOf(reads.slice(0, index + 1)).size <= index);
      return failed(reads.slice(at - 1, at + 1), 'another tag after the update', cause);
    },
  },
];

function tagsOf(exchanges: readonly Exchange[]): Set<string | undefined> {
  return new Set(exchanges.map(({ received }) => received.field('etag')));
}
