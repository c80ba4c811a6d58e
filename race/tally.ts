/**
 * How many writes of each client a product has seen, kept in the product itself: as its name. Every write raises the
 * count of its client by one, so each state has a name of its own, and a client that does not know whether its last
 * write happened finds the answer in whatever state it reads next, however many writes of others came after it.
 */
export type Tally = readonly number[];

/** The sample keeps names of up to 200 characters: three for each client, and a comma. */
export const MOST_CLIENTS = 50;

export function emptyTally(clients: number): Tally {
  return Array.from({ length: clients }, () => 0);
}

export function raised(tally: Tally, client: number): Tally {
  return tally.with(client, (tally[client] ?? 0) + 1);
}

export function formatTally(tally: Tally): string {
  return tally.map((count) => count.toString(36)).join(',');
}

export function parseTally(name: string): Tally {
  return name.split(',').map((count) => Number.parseInt(count, 36));
}
