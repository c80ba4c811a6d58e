import {
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { map, type Observable } from 'rxjs';
import { catalogueController, catalogueProviders } from '../catalogue.controller.js';
import { nest } from '../nest.js';
import type { Start } from '../serving.js';

/** Express's and Fastify's responses, as far as both have the same. */
interface Response extends Pick<ServerResponse, 'statusCode'> {
  header(name: string, value: string): unknown;
}

/** What articles show: the value is serialised for its MD5, and once more to be sent. */
class ArticleInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    const response = http.getResponse<Response>();
    return next.handle().pipe(
      map((data: unknown) => {
        const etag = `"${createHash('md5').update(JSON.stringify(data)).digest('hex')}"`;
        response.header('ETag', etag);
        if (request.headers['if-none-match'] !== etag) return data;
        response.statusCode = 304;
        return undefined;
      }),
    );
  }
}

export const start: Start = (launch) =>
  nest(launch, {
    controllers: [catalogueController({ read: [UseInterceptors(ArticleInterceptor)] })],
    providers: catalogueProviders(launch),
  });
