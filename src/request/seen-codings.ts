import { hash } from 'node:crypto';
import type { EntityTag } from '../rfc9110/index.js';
import { BoundedMap } from '../util/bounded-map.js';
import type { ConditionalRequest } from './route-context.js';
import type { RoutePlan } from './route-plan.interface.js';

interface Selecting {
  readonly request: ConditionalRequest;
  readonly plan: RoutePlan;
}

/** About a megabyte. A forgotten one costs one run of a handler. */
const MOST = 10_000;

/** Which codings responses had: a compressor decides the same again for a version, a URL and an Accept-Encoding. */
export class SeenCodings {
  private readonly codings = new BoundedMap<string>(MOST);
  private readonly coded = new WeakSet<RoutePlan>();

  /** Undefined where it is not known. */
  of(exchange: Selecting, version: EntityTag): string | undefined {
    return this.codings.get(keyOf(exchange, version));
  }

  learn(exchange: Selecting, version: EntityTag, coding: string): void {
    this.codings.set(keyOf(exchange, version), coding);
  }

  /** Whether responses of a route are known to vary by Accept-Encoding. */
  vary(plan: RoutePlan): boolean {
    return this.coded.has(plan);
  }

  learnVary(plan: RoutePlan): void {
    this.coded.add(plan);
  }
}

/** The key has one length, whatever clients send. */
function keyOf({ request, plan }: Selecting, version: EntityTag): string {
  const { originalUrl, headers } = request;
  const selected = plan.selectedBy.map((name) => headers[name]);
  const parts = [originalUrl, version.opaque, headers['accept-encoding'], selected];
  return hash('sha1', JSON.stringify(parts), 'base64url');
}
