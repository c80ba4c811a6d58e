import { Injectable, InternalServerErrorException, Logger, type HttpException } from '@nestjs/common';
import { explained } from '../util/explained.js';
import { lacksPrecondition } from './before-handler.js';
import type { Exchange } from './exchange.js';
import { PreconditionReport } from './precondition-report.js';
import { RouteWarnings } from './route-warnings.js';

const FIX =
  'Hand what @IfMatch() gives you to a VersionedRepository, await its assert(entity), or give the route a "current".';

const RACY =
  'is checked before it writes, but the version is no part of its write: of two writers who pass the check at once, one is lost. ' +
  'Take @IfMatch(), and hand it to a VersionedRepository.';

/** Looks at writes that succeeded, for preconditions that nobody evaluated. */
@Injectable()
export class UnguardedWrites {
  private readonly logger = new Logger('EtagModule');
  private readonly warnings = new RouteWarnings();

  constructor(private readonly report: PreconditionReport) {}

  /** @throws Error where nothing evaluated the preconditions, unless `onUnguardedWrite: 'warn'` */
  inspect(exchange: Exchange): void {
    const { plan, settings } = exchange;
    if (plan.policy === 'report' && lacksPrecondition(exchange)) this.report.add(plan.name);
    if (exchange.reads || !exchange.conditional || exchange.expected?.assurance === 'compared') return;
    const why = whyUnguarded(exchange);
    if (!why) return this.warnings.once(plan, 'checked-but-not-compared', RACY);
    // The client was told that its write was safe, and it was not: a bug of the application is never passed in silence.
    const message = explained('unguarded-write', `${plan.name} succeeded, ${why}. ${FIX}`);
    if (settings.onUnguardedWrite === 'error') throw new Error(message);
    this.logger.error(message);
  }

  /** How a write is refused that succeeded without its handler, and whose preconditions nobody evaluated. */
  answerTo(exchange: Exchange): HttpException | undefined {
    try {
      this.inspect(exchange);
      return undefined;
    } catch (error) {
      this.logger.error(error);
      return new InternalServerErrorException();
    }
  }
}

function whyUnguarded({ evaluated, expected }: Exchange): string | undefined {
  const assurance = expected?.assurance;
  if (assurance === 'failed')
    return 'although assert(entity) found that the preconditions do not hold, and nobody waited for it or passed its error on';
  if (assurance === 'held' || evaluated) return undefined;
  return 'but nothing evaluated the preconditions of the request';
}
