import { interleave } from '../measure/interleave.js';
import type { Conditions } from '../measure/compare.js';
import type { GrowthResult, Series } from '../measure/result.interface.js';
import { Station } from '../measure/station.js';
import { median } from '../measure/summary.js';
import { fastify } from '../comparisons/sides.js';
import type { Launch, VariantName } from '../servers/launch.js';

export const SIZE_GROWTH = '304: cost against the size of the representation';

const SIZES = [1, 10, 100, 1000];
const VARIANTS: readonly (readonly [title: string, variant: VariantName])[] = [
  ['from current', 'current'],
  ['@ETag()', 'body-hash'],
  ['@fastify/etag', 'fastify-etag'],
];

/** Every variant with every size at once, measured in turn; relative to `current` with one item. */
export async function growthOfSize({ effort, host, onRound }: Conditions): Promise<GrowthResult> {
  const launches = VARIANTS.flatMap(([, variant]) => SIZES.map((items) => fastify(variant, items)));
  const costs = await measure(launches, { effort, host, onRound });
  const series: Series[] = VARIANTS.map(([name], at) => ({
    name,
    values: costs.slice(at * SIZES.length, (at + 1) * SIZES.length).map((cost) => cost / costs[0]!),
  }));
  return { kind: 'growth', name: SIZE_GROWTH, axis: 'items', at: SIZES, series };
}

async function measure(
  launches: readonly Launch[],
  { effort, host, onRound }: Conditions,
): Promise<number[]> {
  const stations: Station[] = [];
  try {
    for (const launch of launches) stations.push(await Station.open(launch, 'revalidate', host));
    const samples = await interleave(stations, effort, onRound);
    return samples.map((rounds) => median(rounds.map(({ cpu }) => cpu)));
  } finally {
    await Promise.all(stations.map((station) => station.close()));
  }
}
