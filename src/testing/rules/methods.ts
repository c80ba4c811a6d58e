/** Requests that have no preconditions to evaluate (13.2.1). */
import { failed, notApplicable, PASSED, type Resource, type Rule, type RuleGroup } from './rule.js';
import { Validators } from './validators.js';

/** A name that nobody gives to a resource. */
const MISSING = 'there-is-no-resource-of-this-name';

export function methodRules(group: RuleGroup): readonly Rule[] {
  return [
    {
      id: 'options',
      group,
      section: '13.2.1',
      level: 'must',
      says: 'OPTIONS selects no representation, so that its preconditions are ignored.',
      async check(resource: Resource) {
        const plain = await resource.send('OPTIONS');
        const { otherTag } = new Validators(resource.baseline.received);
        const exchange = await resource.send('OPTIONS', { 'if-match': otherTag, 'if-none-match': '*' });
        if (exchange.received.status === plain.received.status) return PASSED;
        const cause = 'Preconditions are evaluated by a middleware that asks for no method.';
        return failed([plain, exchange], String(plain.received.status), cause);
      },
    },
    {
      id: 'errors-first',
      group,
      section: '13.2.1',
      level: 'must',
      says: 'Preconditions are ignored where the response without them would be neither 2xx nor 412.',
      async check(resource: Resource) {
        const path = missingBeside(resource.path);
        const plain = await resource.send('GET', {}, path);
        const { status } = plain.received;
        if (status !== 404) return notApplicable(`A resource that does not exist is answered ${status}.`);
        const tag = plain.received.field('etag');
        const exchange = await resource.send('GET', { 'if-none-match': tag ?? '*' }, path);
        if (exchange.received.status === status) return PASSED;
        const cause =
          'Errors get tags as well, and 304 is decided from the tag alone. A client goes on with what it has.';
        return failed([plain, exchange], String(status), cause);
      },
    },
  ];
}

function missingBeside(path: string): string {
  const [pathname = ''] = path.split('?', 1);
  return `${pathname.replace(/\/$/, '')}/${MISSING}`;
}
