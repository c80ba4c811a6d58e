import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Exchange } from './exchange.js';
import { lacksPrecondition } from './before-handler.js';
import { RouteWarnings } from './route-warnings.js';
import { SETTINGS, type Settings } from '../options/settings.js';
import { PreconditionReport } from './precondition-report.js';

/** Looks at writes that succeeded, for preconditions that nothing made sure of. */
@Injectable()
export class WriteWatch {
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
    if (exchange.reads || !exchange.conditional || exchange.expected.consumed) return;
    if (!exchange.evaluated) this.unguarded(exchange);
    else if (plan.guard === 'checked') this.checkedOnly(exchange);
  }

  /** The client was told its write was safe, and it was not: a bug of the application, never passed in silence. */
  private unguarded({ plan }: Exchange): void {
    const message =
      `${plan.name} succeeded, but nothing evaluated the preconditions of the request. Hand what @IfMatch() gives ` +
      'you to a VersionedRepository, await its assert(entity), or give the route a "current".';
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
