import { Inject, Injectable, InternalServerErrorException, Logger, type HttpException } from '@nestjs/common';
import { SETTINGS, type Settings } from '../options/settings.js';
import { lacksPrecondition } from './before-handler.js';
import type { Exchange } from './exchange.js';
import { PreconditionReport } from './precondition-report.js';
import { RouteWarnings } from './route-warnings.js';

const FIX =
  'Hand what @IfMatch() gives you to a VersionedRepository, await its assert(entity), or give the route a "current".';

/** Looks at writes that succeeded, for preconditions that nothing made sure of. */
@Injectable()
export class UnguardedWrites {
  private readonly logger = new Logger('EtagModule');
  private readonly warnings = new RouteWarnings();

  constructor(
    private readonly report: PreconditionReport,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws Error where nothing evaluated the preconditions, unless `onUnguardedWrite: 'warn'` */
  inspect(exchange: Exchange): void {
    const { plan } = exchange;
    if (plan.policy === 'report' && lacksPrecondition(exchange)) this.report.add(plan.name);
    if (exchange.reads || !exchange.conditional || exchange.expected?.assurance === 'compared') return;
    const why = whyUnguarded(exchange);
    if (why) this.unguarded(`${plan.name} succeeded, ${why}. ${FIX}`);
    else this.checkedOnly(exchange);
  }

  /** The same of a response that the handler has no part in. */
  answerTo(exchange: Exchange): HttpException | undefined {
    try {
      this.inspect(exchange);
      return undefined;
    } catch (error) {
      this.logger.error(error);
      return new InternalServerErrorException();
    }
  }

  /** The client was told its write was safe, and it was not: a bug of the application, never passed in silence. */
  private unguarded(message: string): void {
    if (this.settings.onUnguardedWrite === 'error') throw new Error(message);
    this.logger.error(message);
  }

  /** Right today and racy tomorrow. */
  private checkedOnly({ plan }: Exchange): void {
    this.warnings.once(
      plan,
      'is checked before it writes, but the version is no part of its write: of two writers who pass the ' +
        'check at once, one is lost. Take @IfMatch(), and hand it to a VersionedRepository.',
    );
  }
}

function whyUnguarded({ began, evaluated, expected }: Exchange): string | undefined {
  const assurance = expected?.assurance ?? 'none';
  if (assurance === 'failed')
    return 'although assert(entity) found that the preconditions do not hold, and nobody waited for it or passed its error on';
  if (assurance === 'held' || evaluated) return undefined;
  if (!began)
    return 'but an interceptor answered in the place of its handler, and nothing evaluated the preconditions of the request';
  return 'but nothing evaluated the preconditions of the request';
}
