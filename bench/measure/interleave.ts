import type { Effort } from './effort.js';
import type { Sample, Station } from './station.js';
import { warmUp } from './warm-up.js';

/**
 * Measures servers in turn, ABAB…. A round is a fixed number of requests on each server: as many as take it the time of
 * a round once it is warm. All of them are alive all the time; the one that is not measured does nothing.
 * @returns the samples of each
 */
export async function interleave(
  stations: readonly Station[],
  effort: Effort,
  onRound: (round: number) => void = () => undefined,
): Promise<Sample[][]> {
  const requests: number[] = [];
  for (const station of stations) requests.push(await warmUp(station, effort));
  const samples: Sample[][] = stations.map(() => []);
  for (let round = 1; round <= effort.rounds; round += 1) {
    for (const [at, station] of stations.entries()) samples[at]!.push(await station.round(requests[at]!));
    onRound(round);
  }
  return samples;
}
