import { parseEntityTag, type EntityTag } from 'nestjs-etag';
import { evaluate, parseEntityTag as parse, parsePreconditions, type Outcome } from 'nestjs-etag/rfc9110';

export const same: boolean = parse === parseEntityTag;
export const etag: EntityTag | undefined = parse('"1"');
export const outcome: Outcome = evaluate(
  'GET',
  parsePreconditions({ 'if-none-match': '"1"' }),
  { kind: 'present', etag },
  { weakIfMatch: false },
);
