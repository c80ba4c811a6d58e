/** Many measurements as three numbers: the median, and the quartiles around it. */
export interface Summary {
  readonly median: number;
  /** First quartile: a quarter of the measurements is below. */
  readonly lower: number;
  /** Third quartile. */
  readonly upper: number;
  readonly count: number;
}

/** @throws RangeError where there is nothing to summarise */
export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError('A summary of no measurements.');
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    lower: quantile(sorted, 0.25),
    upper: quantile(sorted, 0.75),
    count: sorted.length,
  };
}

export function median(values: readonly number[]): number {
  return summarise(values).median;
}

/** Between two measurements it is where a straight line between them is. */
function quantile(sorted: readonly number[], fraction: number): number {
  const place = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}
