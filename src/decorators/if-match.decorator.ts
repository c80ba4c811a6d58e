import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { arrivalOf, exchangeOf } from '../request/route-of-request.js';
import type { ConditionalRequest } from '../request/exchange.js';
import type { ExpectedVersion } from '../versioned/expected-version.js';
import { IF_MATCH_PARAMETER } from '../metadata/route-metadata.js';

const Expected = createParamDecorator((_: unknown, context: ExecutionContext): ExpectedVersion => {
  const request = context.switchToHttp().getRequest<ConditionalRequest>();
  const arrival = arrivalOf(request);
  const exchange = exchangeOf(request) ?? arrival?.route.open(request, arrival);
  if (exchange) return exchange.expected;
  const route = `${context.getClass().name}.${context.getHandler().name}`;
  throw new Error(
    `${route}: @IfMatch() finds no preconditions. Import EtagModule.forRoot() in the AppModule.`,
  );
});

/**
 * Hands the handler the version the client expects: an `ExpectedVersion`, to be asserted against the entity or
 * handed to the store as the condition of its UPDATE.
 *
 * @throws at start-up, naming the route: neither the route nor its class has `@ETag()` or `@Versioned()`
 * @example
 * ```ts
 * @Put(':id') @Versioned()
 * update(@Param('id') id: string, @Body() dto: UpdateProduct, @IfMatch() expected: ExpectedVersion) {}
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function IfMatch(): ParameterDecorator {
  return (target, key, index) => {
    Reflect.defineMetadata(IF_MATCH_PARAMETER, true, target.constructor, key!);
    Expected()(target, key, index);
  };
}
