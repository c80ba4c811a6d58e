import type { NestInterceptor } from '@nestjs/common';
import { arrivalOf } from '../request/route-of-request.js';

/**
 * Stands for the interceptor of whichever application a request belongs to: a controller's class may be that of several
 * in one process, and its handlers have one list of interceptors.
 */
export const DISPATCH: NestInterceptor = {
  intercept(context, next) {
    const route = arrivalOf(context.switchToHttp().getRequest<object>())?.route;
    return route?.interceptor ? route.interceptor.intercept(context, next) : next.handle();
  },
};
