import { metrics, type Meter } from '@opentelemetry/api';
import { Logger } from '@nestjs/common';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { decisions } from '../request/decision-channel.js';
import type { EtagDecision } from '../request/decision.interface.js';
import { messageOf } from '../util/message-of.js';
import { explained } from '../util/explained.js';
import { Instruments } from './instruments.js';

/**
 * Makes OpenTelemetry metrics of the decisions of every application in the process: the counters `nestjs_etag.decisions` and
 * `nestjs_etag.saved` (bytes), and the histogram `nestjs_etag.current.duration` (seconds). The instruments are made with the
 * first decision, so that the SDK may be started after this was called. What a meter throws is logged once, and disturbs
 * no request.
 *
 * @param meter default: the global one, named `nestjs-etag`
 * @returns stops it; to be called where the process goes on without the application, as in a test
 * @example
 * ```ts
 * instrumentEtags();
 * const app = await NestFactory.create(AppModule);
 * ```
 */
export function instrumentEtags(meter?: Meter): () => void {
  const logger = new Logger('EtagModule');
  let instruments: Instruments | undefined;
  let hasFailed = false;
  // Node reports what a subscriber throws as an uncaught exception, which ends the process.
  const listener = (message: unknown): void => {
    try {
      instruments ??= new Instruments(meter ?? metrics.getMeter('nestjs-etag'));
      instruments.record(message as EtagDecision);
    } catch (error) {
      if (!hasFailed)
        logger.warn(
          explained('metrics-not-recorded', `Metrics of decisions are not recorded: ${messageOf(error)}`),
        );
      hasFailed = true;
    }
  };
  subscribe(decisions.name, listener);
  return () => void unsubscribe(decisions.name, listener);
}
