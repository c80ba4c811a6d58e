import { Logger } from '@nestjs/common';
import { explained } from '../util/explained.js';
import type { RoutePlan } from './route-plan.interface.js';

/** What is said of a route in the log, once: what is wrong with it is so with every request. */
export class RouteWarnings {
  private readonly logger = new Logger('EtagModule');
  private readonly warned = new WeakSet<RoutePlan>();

  /** @param code of its explanation @param what follows the name of the route */
  once(plan: RoutePlan, code: string, what: string): void {
    if (this.warned.has(plan)) return;
    this.warned.add(plan);
    this.logger.warn(explained(code, `${plan.name} ${what}`));
  }
}
