/**
 * The ratios of two interleaved series, baseline first: b0 s0 b1 s1 b2 … Each measurement is compared with the one
 * before it and the one after it, so that a machine that grows slower, or faster, favours neither.
 *
 * @example
 * adjacentRatios([10, 20], [10, 10]); // [1, 1, 2]: s0/b0, s0/b1, s1/b1
 */
export function adjacentRatios(subject: readonly number[], baseline: readonly number[]): number[] {
  return subject.flatMap((cost, at) => {
    const neighbours = [baseline[at], baseline[at + 1]];
    return neighbours.filter((other) => other !== undefined).map((other) => cost / other);
  });
}
