/** The states a target resource can be in: each is the last segment of a fixture's path. */
export interface State {
  readonly name: string;
  readonly exists: boolean;
  readonly etag?: string;
  readonly updatedAt?: Date;
  /** `current` cannot tell; the handler can. */
  readonly unknown?: boolean;
}

/** With a fraction, which no HTTP-date can carry (rule 30). */
export const UPDATED = new Date('2024-05-01T12:00:00.700Z');
export const LAST_MODIFIED = 'Wed, 01 May 2024 12:00:00 GMT';
/** When a write of the fixture happens. */
export const REWRITTEN = new Date('2024-06-01T12:00:00.200Z');
export const NEW_LAST_MODIFIED = 'Sat, 01 Jun 2024 12:00:00 GMT';

export const STATES: readonly State[] = [
  { name: 'strong', exists: true, etag: '"v1"', updatedAt: UPDATED },
  { name: 'weak', exists: true, etag: 'W/"v1"', updatedAt: UPDATED },
  { name: 'odd', exists: true, etag: '"v1,\\,W/x"' },
  { name: 'dated', exists: true, updatedAt: UPDATED },
  { name: 'bare', exists: true },
  { name: 'missing', exists: false },
  { name: 'unknown', exists: true, etag: '"v1"', updatedAt: UPDATED, unknown: true },
];

export function stateNamed(name: string): State {
  const state = STATES.find((each) => each.name === name);
  if (!state) throw new Error(`no state is called ${name}`);
  return state;
}

/** What a write makes of a tag. */
export function rewritten(etag: string | undefined): string | undefined {
  return etag?.replace('v1', 'v2');
}
