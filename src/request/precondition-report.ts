import { Injectable, Logger } from '@nestjs/common';
import { explained } from '../util/explained.js';

/**
 * Counts the writes that `preconditions: 'report'` let through and `'required'` would have answered 428, by route, so
 * that a team sees when its clients are ready.
 *
 * @example
 * ```ts
 * constructor(private readonly report: PreconditionReport) {}
 * @Get('metrics') metrics() { return Object.fromEntries(this.report.counts); }
 * ```
 */
@Injectable()
export class PreconditionReport {
  private readonly logger = new Logger('EtagModule');
  private readonly seen = new Map<string, number>();

  /** How many there were since the start of the process, by route (`ProductsController.update`). */
  get counts(): ReadonlyMap<string, number> {
    return this.seen;
  }

  /** Logs the first, the tenth, the hundredth …: enough to be seen, too little to drown in. */
  add(route: string): void {
    const count = (this.seen.get(route) ?? 0) + 1;
    this.seen.set(route, count);
    if (!Number.isInteger(Math.log10(count))) return;
    this.logger.warn(
      explained(
        'unconditional-writes',
        `${route}: ${count} unconditional write(s) that preconditions: 'required' would answer 428.`,
      ),
    );
  }
}
