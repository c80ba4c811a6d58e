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

/** A check without compare-and-set loses by chance: it gets several. */
const ROUNDS = [1, 2, 3];

/** N writers who have all read the same. */
export function raceRule(group: RuleGroup): Rule {
  return {
    id: 'write-race',
    group,
    section: '13.1.1',
    level: 'must',
    says: 'If-Match keeps updates from being lost: of all who send one tag at the same time, one is served.',
    async check(resource: Resource): Promise<Verdict> {
      if (!resource.write) return notApplicable('No write is allowed.');
      const verdicts = await inTurn(ROUNDS, () => round(resource));
      return verdicts.find(({ kind }) => kind !== 'passed') ?? PASSED;
    },
  };
}

async function round({ get, race }: Resource): Promise<Verdict> {
  const before = await get();
  const { isStrong, tag } = new Validators(before.received);
  if (!isStrong) return notApplicable('The response has no strong tag.');
  const writes = await race({ 'if-match': tag });
  const winners = writes.filter(({ received }) => received.isSuccess);
  const failures = writes.filter(({ received }) => received.status >= 500);
  const expected = `one 2xx of ${writes.length}, and not ${winners.length}`;
  if (winners.length > 1) return failed([before, ...winners.slice(0, 2)], expected, LOST);
  if (winners.length === 0) return failed([before, writes[0]!], expected, NONE);
  if (failures.length > 0) return failed([before, failures[0]!], '412 Precondition Failed', CONFLICT);
  return PASSED;
}

const LOST =
  'The version is compared before the write, and not by the statement that writes: all but the last of these updates are lost. ' +
  'Use compare-and-set: UPDATE … WHERE id = … AND version = …';
const NONE = 'Each of them makes the others fail, and nobody gets on.';
const CONFLICT = 'The database refuses one of two writes, and nobody turns its error into 412.';
