import type { NestInterceptor } from '@nestjs/common';
import { defer } from 'rxjs';
import { EtagInterceptor } from '../interceptors/etag.interceptor.js';
import type { DecoratedRoute } from '../request/route-of-request.js';
import { valuesOf } from '../util/values-of.js';

/** How the requests of a route go through its handler: by the module's interceptor, or by what a test has put in its place. */
export function driverOf(interceptor: NestInterceptor): DecoratedRoute['handle'] {
  if (interceptor instanceof EtagInterceptor) return interceptor.handle;
  return (exchange, run) => {
    // Nothing of the module is in the way of the response then.
    exchange.finished = true;
    return interceptor.intercept(exchange.context, { handle: () => defer(() => valuesOf(run())) });
  };
}
