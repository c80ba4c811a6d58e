import { answersOf } from './answers.js';
import type { ErrorSchema } from './error-schema.js';
import { headerParameters } from './header-parameters.js';
import type { ConditionalOperation, Operation } from './operations.js';
import { ACCEPT_RANGES, cachingHeaders, validatorHeaders, type Headers } from './response-headers.js';

type Response = NonNullable<Operation['responses'][string]>;

/** Adds to an operation what it does not say of conditional requests yet. */
export function complete({ operation, shared, conditions }: ConditionalOperation, schema: ErrorSchema): void {
  const { responses, parameters = [] } = operation;
  const isNew = missing([...shared, ...parameters].map(headerNameOf));
  const added = headerParameters(conditions).filter(({ name }) => isNew(name));
  if (added.length > 0) operation.parameters = [...parameters, ...added];

  const { reads, ranges } = conditions;
  const caching = cachingHeaders(conditions);
  const validators = { ...validatorHeaders(conditions), ...(ranges && ACCEPT_RANGES) };
  for (const [status, response] of Object.entries(responses)) {
    if (!response || !/^2(\d\d|XX)$/i.test(status)) continue;
    // Of a read, a 200 alone shows what was selected.
    const shows = !reads || /^2(00|XX)$/i.test(status);
    addHeaders(response, { ...(shows && validators), ...caching });
  }
  for (const { status, headers = {}, ...answer } of answersOf(conditions, responses['200'])) {
    const isError = status >= 400 && !responses[status];
    const content = isError ? { content: schema.contentOf(conditions) } : {};
    addHeaders((responses[status] ??= { ...answer, ...content } as Response), headers);
  }
}

function addHeaders(response: Response, headers: Headers): void {
  // What stands elsewhere in the document may be of other operations as well.
  if ('$ref' in response) return;
  const isNew = missing(Object.keys(response.headers ?? {}));
  const added = Object.entries(headers).filter(([name]) => isNew(name));
  if (added.length > 0) response.headers = { ...response.headers, ...Object.fromEntries(added) };
}

function headerNameOf(parameter: object): string | undefined {
  const { in: place, name } = parameter as { readonly in?: string; readonly name?: string };
  return place === 'header' ? name : undefined;
}

/** Names of header fields have no case. */
function missing(names: readonly (string | undefined)[]): (name: string) => boolean {
  const known = new Set(names.map((name) => name?.toLowerCase()));
  return (name) => !known.has(name.toLowerCase());
}
