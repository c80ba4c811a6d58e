import { type Attributes, type Meter } from '@opentelemetry/api';
import type { EtagDecision } from '../request/decision.interface.js';

/** Seconds. Most states come from a cache or by one primary key. */
const BOUNDARIES = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Those of OpenTelemetry's conventions. A handler of `@All()` may be called with any other, and each would be a time series. */
const METHODS: ReadonlySet<string> = new Set(
  'GET HEAD POST PUT PATCH DELETE OPTIONS CONNECT TRACE QUERY'.split(' '),
);

/** The instruments of one meter. They record what a decision says. */
export class Instruments {
  private readonly decisions;
  private readonly saved;
  private readonly current;

  constructor(meter: Meter) {
    this.decisions = meter.createCounter('nestjs_etag.decisions', {
      description: 'Requests on routes with validators, by what came of them.',
      unit: '{decision}',
    });
    this.saved = meter.createCounter('nestjs_etag.saved', {
      description: 'Bytes of bodies that a 304 did not send, as far as they are known.',
      unit: 'By',
    });
    this.current = meter.createHistogram('nestjs_etag.current.duration', {
      description: 'Time to look up the current state of a resource.',
      unit: 's',
      advice: { explicitBucketBoundaries: BOUNDARIES },
    });
  }

  record({ outcome, source, conditional, bytesSaved, currentTime, ...route }: EtagDecision): void {
    const of = attributesOf(route);
    this.decisions.add(1, {
      ...of,
      'nestjs_etag.outcome': outcome,
      'nestjs_etag.source': source,
      'nestjs_etag.conditional': conditional,
      'nestjs_etag.handler_skipped': route.handlerSkipped,
    });
    if (bytesSaved !== undefined) this.saved.add(bytesSaved, { ...of, 'nestjs_etag.source': source });
    if (currentTime !== undefined) this.current.record(currentTime / 1000, of);
  }
}

/** The pattern of a path, and never the path: there is one for each route. */
function attributesOf({ path, method }: Pick<EtagDecision, 'path' | 'method'>): Attributes {
  return { 'http.route': path, 'http.request.method': METHODS.has(method) ? method : '_OTHER' };
}
