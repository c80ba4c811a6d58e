import { STORY, type Step, type Tags } from './story.js';
import { send, type Exchange } from './wire.js';

/** Told of each step as it is played, with whatever of its answer differs from what the story says. */
export type Narrator = (step: Step, exchange: Exchange, differences: readonly string[]) => void;

/**
 * Plays the story against a running sample.
 *
 * @param baseUrl such as `http://127.0.0.1:3000`
 * @returns how many answers differ from what the story says
 */
export async function play(baseUrl: string, narrate: Narrator): Promise<number> {
  let tags: Tags = { read: '', changed: '' };
  let wrong = 0;
  for (const step of STORY) {
    // One after the other: a step sends what an earlier one received.
    const exchange = await send(baseUrl, step.request(tags));
    const differences = compare(step, exchange, tags);
    narrate(step, exchange, differences);
    if (differences.length > 0) wrong += 1;
    tags = remember(step, exchange, tags);
  }
  return wrong;
}

function compare(step: Step, { status, headers, body }: Exchange, tags: Tags): string[] {
  const etag = headers.get('etag');
  const differences = [
    status !== step.status && `the status is ${status}, not ${step.status}`,
    !ETAG_IS[step.etag](etag, tags) &&
      `the ETag is ${etag ?? 'missing'}, but should be ${wanted(step, tags)}`,
    step.empty && body !== '' && `there is a body of ${body.length} characters`,
    !step.empty && body === '' && 'there is no body',
  ];
  return differences.filter((difference) => typeof difference === 'string');
}

const ETAG_IS: Readonly<Record<Step['etag'], (etag: string | undefined, tags: Tags) => boolean>> = {
  first: (etag) => etag !== undefined && etag !== '',
  read: (etag, { read }) => etag === read,
  new: (etag, { read }) => etag !== undefined && etag !== '' && etag !== read,
  changed: (etag, { changed }) => etag === changed,
  none: (etag) => etag === undefined,
};

function wanted({ etag }: Step, { read, changed }: Tags): string {
  return { first: 'there', read, new: `other than ${read}`, changed, none: 'absent' }[etag];
}

function remember({ etag }: Step, { headers }: Exchange, tags: Tags): Tags {
  const tag = headers.get('etag') ?? '';
  if (etag === 'first') return { ...tags, read: tag };
  if (etag === 'new') return { ...tags, changed: tag };
  return tags;
}
