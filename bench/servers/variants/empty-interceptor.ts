import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

class EmptyInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

/** What any interceptor costs, whatever it does. */
export const start: Start = (launch) =>
  nest(launch, { controllers: [catalogueController()], providers: catalogueProviders(launch) }, (app) =>
    app.useGlobalInterceptors(new EmptyInterceptor()),
  );
