import { hash } from 'node:crypto';
import type { EntityTag } from '../rfc9110/index.js';
import { BoundedMap } from '../util/bounded-map.js';
import type { ConditionalRequest } from './route-context.js';
import type { RoutePlan } from './route-plan.interface.js';

/** What of an exchange selects a coding. */
interface Selecting {
  readonly request: ConditionalRequest;
  readonly plan: RoutePlan;
}

/** About a megabyte. What is forgotten costs one run of a handler. */
const MOST = 10_000;

/**
 * Which content coding the responses of this process came to have. A compressor decides only when it has a body before
 * it; what it once decided for a version of a URL and an Accept-Encoding, it decides again, so that the next 304 needs
 * no handler. For what has not been seen the handler runs, and its response is decided as it is sent.
 */
export class SeenCodings {
  private readonly codings = new BoundedMap<string>(MOST);

  of(exchange: Selecting, version: EntityTag): string | undefined {
    return this.codings.get(keyOf(exchange, version));
  }

  learn(exchange: Selecting, version: EntityTag, coding: string): void {
    this.codings.set(keyOf(exchange, version), coding);
  }
}

/** Of one length, whatever clients send. */
function keyOf({ request, plan }: Selecting, version: EntityTag): string {
  const { originalUrl, headers } = request;
  const selected = plan.selectedBy.map((name) => headers[name]);
  const parts = [originalUrl, version.opaque, headers['accept-encoding'], selected];
  return hash('sha1', JSON.stringify(parts), 'base64url');
}
