import { Injectable } from '@nestjs/common';
import type { RoutePlan } from './route-plan.interface.js';

/** The plans of one application, by the handler function that Nest calls for the route. */
@Injectable()
export class PlanRegistry {
  private readonly plans = new WeakMap<object, RoutePlan>();

  register(handler: object, plan: RoutePlan): void {
    this.plans.set(handler, plan);
  }

  planOf(handler: object): RoutePlan | undefined {
    return this.plans.get(handler);
  }
}
