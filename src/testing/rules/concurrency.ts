/** That no update is lost (13.1.1, 13.2.2; RFC 6585, 3). */
import { raceRule } from './race.js';
import { REFUSED_WRITES } from './refused-writes.js';
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
import { checkPerformed, fresh, isUntouched, refusedWriteRule } from './writes.js';

const group: RuleGroup = 'concurrency';

const WRITABLE: Rule = {
  id: 'write-strong-tag',
  group,
  section: '13.1.1',
  level: 'should',
  says: 'If-Match is compared strongly, so that a resource that is written needs a strong entity-tag.',
  async check({ baseline, write }: Resource): Promise<Verdict> {
    if (!write) return notApplicable('No write is allowed.');
    const { etag, lastModified } = baseline.received;
    if (etag?.weak === false) return PASSED;
    if (!etag && lastModified === undefined) return notApplicable('The response has no validator at all.');
    const cause = 'A framework makes the tag of the octets, and calls it weak. No If-Match can ever hold.';
    return failed(baseline, 'a strong tag', cause);
  },
};

const STALE: Rule = {
  id: 'write-stale',
  group,
  section: '13.1.1',
  level: 'must',
  says: 'Where If-Match does not list the current entity-tag, the method is not performed.',
  async check(resource: Resource): Promise<Verdict> {
    if (!resource.write) return notApplicable('No write is allowed.');
    const seen = await resource.get();
    const validators = new Validators(seen.received);
    if (!validators.isStrong) return notApplicable('The response has no strong tag.');
    const first = await resource.write(fresh(validators));
    if (!first.received.isSuccess) return notApplicable(`The write is answered ${first.received.status}.`);
    const between = await resource.get();
    const second = await resource.write(fresh(validators));
    if (second.received.status !== 412) {
      const cause =
        'If-Match is not evaluated: the second of two clients who read the same overwrites the first one.';
      return failed([seen, first, second], '412 Precondition Failed', cause);
    }
    const after = await resource.get();
    if (isUntouched(between, after)) return PASSED;
    const cause = 'The write is performed first, and its preconditions are evaluated on the response.';
    return failed([between, second, after], 'the content as it was', cause);
  },
};

/** Writes that a precondition allows. */
const PERFORMED: readonly [string, string, (validators: Validators) => string, string][] = [
  [
    'write-current',
    'If-Match is true where the current entity-tag is listed.',
    ({ tag, otherTag }) => `${otherTag}, ${tag}`,
    'The field is compared with another tag than a GET shows, or is not read as a list.',
  ],
  [
    'write-any',
    'If-Match: * is true where the resource has a current representation.',
    () => '*',
    'The asterisk is taken for a tag that does not match.',
  ],
];

const SHOWN: Rule = {
  id: 'write-validators',
  group,
  section: '9.3.4',
  level: 'must',
  says: 'A validator in the response to a write is that of the new representation.',
  async check(resource: Resource): Promise<Verdict> {
    if (!resource.write) return notApplicable('No write is allowed.');
    const before = await resource.get();
    const write = await resource.write(fresh(new Validators(before.received)));
    const shown = write.received.field('etag');
    if (!write.received.isSuccess || shown === undefined)
      return notApplicable('The write is answered without an ETag.');
    const after = await resource.get();
    if (after.received.field('etag') === shown) return PASSED;
    const cause =
      'The tag is that of the state before the write, or of the body of this response. The next write of the client is refused.';
    return failed([write, after], 'the tag that a GET shows next', cause);
  },
};

export const CONCURRENCY: readonly Rule[] = [
  WRITABLE,
  STALE,
  ...REFUSED_WRITES.map((given) => refusedWriteRule(group, given)),
  ...PERFORMED.map(([id, says, value, cause]): Rule => {
    const check = (resource: Resource) =>
      checkPerformed(resource, (validators) => ({ 'if-match': value(validators) }), cause);
    return { id, group, section: '13.1.1', level: 'must', says, check };
  }),
  SHOWN,
  raceRule(group),
];
