import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { IF_MATCH_PARAMETER } from '../metadata/route-metadata.js';
import type { LookupRequest } from '../options/current-resource.interface.js';
import { inVersions } from '../request/exchange.js';
import { routeOfRequest } from '../request/route-of-request.js';
import { selectedTag } from '../request/content-coding.js';
import type { EntityTag } from '../rfc9110/index.js';
import { ExpectedVersion } from '../versioned/expected-version.js';
import { explained } from '../util/explained.js';
import { provideEnhancers } from './bound.js';

/** The same object, however often a handler asks for it. */
const Expected = createParamDecorator((_: unknown, context: ExecutionContext): ExpectedVersion => {
  const request = context.switchToHttp().getRequest<LookupRequest>();
  const exchange = routeOfRequest(request)?.exchange;
  if (!exchange) {
    const route = `${context.getClass().name}.${context.getHandler().name}`;
    throw new Error(
      explained(
        'request-not-announced',
        `${route}: @IfMatch() finds no preconditions, since the HTTP adapter did not say that a request has come.`,
      ),
    );
  }
  const { method, reads, preconditions, plan, settings } = exchange;
  const versions = reads ? inVersions(preconditions, plan) : preconditions;
  const select = (version: EntityTag): EntityTag => selectedTag(exchange, version);
  const where = () => plan.where?.(request) ?? {};
  return (exchange.expected ??= new ExpectedVersion(method, versions, plan, settings, select, where));
});

/**
 * Hands the handler the version the client expects: an `ExpectedVersion`, to be asserted against the entity or handed
 * to the store as the condition of its UPDATE.
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
    // For their start-up check: without EtagModule there is nobody to read a precondition.
    provideEnhancers(target);
  };
}
