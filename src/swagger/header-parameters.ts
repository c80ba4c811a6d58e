import type { Conditions, Guard } from './conditions.js';

/** A parameter of an operation: a header field of its requests. */
export interface HeaderParameter {
  readonly name: string;
  readonly in: 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: { readonly type: 'string' };
}

const READS = {
  'If-None-Match':
    'Entity-tags of the representations that the client has, such as `"42"`. Where the current one is among them, the answer is 304.',
  'If-Modified-Since':
    'The `Last-Modified` of the representation that the client has. Where it has not changed since, the answer is 304. ' +
    'Beside `If-None-Match` it does not count.',
};

const RANGES = {
  Range: 'The bytes that are to be sent, such as `bytes=0-499`.',
  'If-Range':
    'The strong entity-tag, or the `Last-Modified`, of the representation that the client has a part of. Where it is another ' +
    'one by now, all of it is sent.',
  'If-Match':
    'The entity-tag of the representation that the client means, such as `"42"`. Where it is another one by now, the answer is 412.',
  'If-Unmodified-Since':
    'The `Last-Modified` of the representation that the client means. Where it has changed since, the answer is 412. Beside ' +
    '`If-Match` it does not count.',
};

const WRITES = {
  'If-Match':
    'The entity-tag of the version that is to be changed, such as `"42"`, or `*` for any. Where it is another one by now, the ' +
    'answer is 412, and nothing is changed.',
  'If-Unmodified-Since':
    'The `Last-Modified` of the version that is to be changed. Where it has changed since, the answer is 412. Beside `If-Match` ' +
    'it does not count.',
  'If-None-Match':
    '`*` creates the resource where there is none. Where there is one, the answer is 412, and nothing is changed.',
};

const GUARDS: Readonly<Record<Guard, string>> = {
  'compare-and-set':
    'Compare-and-set: the version is part of the write itself, so that of two writers at the same moment one gets 412.',
  handler: 'It is compared by the handler of the route.',
  checked: 'Checked: it is compared before the write, so that two writers at the same moment can both pass.',
};

/**
 * The header fields that a client of an operation has a use for. A GET evaluates If-Match and If-Unmodified-Since as well;
 * they are named where parts of a representation are served, for which RFC 9110 (13.1.1) has them on a GET.
 */
export function headerParameters(conditions: Conditions): HeaderParameter[] {
  if (!conditions.evaluates) return [];
  return conditions.reads ? ofRead(conditions) : ofWrite(conditions);
}

function ofRead({ compares, ranges }: Conditions): HeaderParameter[] {
  const { tag, date } = compares;
  return [
    ...named(READS, 'If-None-Match', tag),
    ...named(READS, 'If-Modified-Since', date),
    ...named(RANGES, 'Range', ranges),
    ...named(RANGES, 'If-Range', ranges),
    ...named(RANGES, 'If-Match', ranges && tag),
    ...named(RANGES, 'If-Unmodified-Since', ranges && date),
  ];
}

function ofWrite(conditions: Conditions): HeaderParameter[] {
  const { compares, required, creates, guard } = conditions;
  // OpenAPI cannot say "one of these". Of two that would do, the tag is the one to ask for: a date knows no less than seconds.
  const isAskedFor = required && !creates && compares.tag;
  const [ifMatch] = named(WRITES, 'If-Match', compares.tag);
  const words = [ifMatch?.description, needOf(conditions), GUARDS[guard]];
  return [
    ...(ifMatch ? [{ ...ifMatch, required: isAskedFor, description: words.join(' ') }] : []),
    ...named(WRITES, 'If-None-Match', creates),
    ...named(WRITES, 'If-Unmodified-Since', compares.date && !isAskedFor),
  ];
}

/** Whether a write has to have a precondition, and what happens without. */
function needOf({ required, creates, compares: { date } }: Conditions): string {
  if (!required) return 'Optional: without a precondition the write happens whatever the version is.';
  if (creates)
    return 'Required: `If-Match` to change what is there, or `If-None-Match: *` to create; else the answer is 428.';
  const instead = date
    ? ' A client that knows nothing but the date sends `If-Unmodified-Since` instead.'
    : '';
  return `Required: without it the answer is 428.${instead}`;
}

function named<T extends Readonly<Record<string, string>>>(
  descriptions: T,
  name: keyof T & string,
  isThere: boolean,
): HeaderParameter[] {
  const description = descriptions[name]!;
  return isThere ? [{ name, in: 'header', required: false, description, schema: { type: 'string' } }] : [];
}
