import type { Conditions } from './conditions.js';
import type { Operation } from './operations.js';
import {
  ACCEPT_RANGES,
  cachingHeaders,
  CONTENT_RANGE,
  currentTag,
  NO_STORE,
  SIZE,
  validatorHeaders,
  type Headers,
} from './response-headers.js';

type Response = Operation['responses'][string];

/** An answer of the module: what stands in the document for its status, but for the body of an error. */
export interface Answer {
  readonly status: 204 | 206 | 304 | 400 | 409 | 412 | 416 | 428;
  readonly description: string;
  readonly headers?: Headers;
  readonly content?: object;
}

const BYTES = { schema: { type: 'string', format: 'binary' } };

/**
 * What the module may answer in the place of a handler.
 * @param whole the response whose parts a 206 has
 */
export function answersOf(conditions: Conditions, whole: Response): Answer[] {
  const { evaluates, reads, ranges } = conditions;
  if (!evaluates) return [];
  return [
    ...(reads ? [notModified(conditions)] : writes(conditions)),
    ...(ranges ? parts(conditions, whole) : []),
    ...(reads && !ranges ? [] : refusals(conditions)),
  ];
}

function notModified(conditions: Conditions): Answer {
  // Beside a tag it has no date (RFC 9110, 15.4.5).
  const undated = { ...conditions, dated: conditions.dated && !conditions.tag };
  const headers = { ...validatorHeaders(undated), ...cachingHeaders(conditions) };
  return { status: 304, description: 'Not Modified: the client has the current representation.', headers };
}

/** A part is of the type of the whole; several are parts of one body. */
function parts(conditions: Conditions, whole: Response): Answer[] {
  const types = (whole && 'content' in whole && whole.content) || { '*/*': BYTES };
  return [
    {
      status: 206,
      description: 'Partial Content: the bytes that the Range names.',
      headers: {
        ...CONTENT_RANGE,
        ...ACCEPT_RANGES,
        ...validatorHeaders(conditions),
        ...cachingHeaders(conditions),
      },
      content: { ...types, 'multipart/byteranges': BYTES },
    },
    {
      status: 416,
      description: 'Range Not Satisfiable: the Range names none of the bytes there are.',
      headers: SIZE,
    },
  ];
}

/** Of preconditions that do not hold, or that nobody can read. */
function refusals(conditions: Conditions): Answer[] {
  const { reads, malformed } = conditions;
  const stale = 'Precondition Failed: the resource is not in the state that the request expects.';
  const failed: Answer = {
    status: 412,
    description: reads ? stale : `${stale} Nothing was changed.`,
    headers: currentTag(conditions),
  };
  if (malformed === 412) return [failed];
  const description =
    'Bad Request: If-Match or If-None-Match is neither `*` nor a list of entity-tags, each in double quotes.';
  return [failed, { status: 400, description }];
}

function writes(conditions: Conditions): Answer[] {
  const answers: [boolean, Answer][] = [
    [
      conditions.mayBeApplied,
      {
        status: 204,
        description: 'No Content: the change that the request asks for was made before.',
        headers: validatorHeaders(conditions),
      },
    ],
    [
      conditions.required,
      {
        status: 428,
        description: 'Precondition Required: the request has to say which version it is meant for.',
        headers: NO_STORE,
      },
    ],
    [
      conditions.mayConflict,
      {
        status: 409,
        description: 'Conflict: a write without a precondition met another write. Nothing was changed.',
      },
    ],
  ];
  return answers.filter(([isPossible]) => isPossible).map(([, answer]) => answer);
}
