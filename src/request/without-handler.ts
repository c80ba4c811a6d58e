import type { HttpException } from '@nestjs/common';
import { NO_VALIDATORS, validatorsOf, type Validators } from '../tags/validators.js';
import type { Body } from '../tags/body-hash.js';
import { orElse } from '../util/maybe-promise.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';
import { routeOfRequest } from './route-of-request.js';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

/**
 * Looks at a success that the handler has no part in: a cache's hit, an interceptor's own value, a guard's page. Of a read, the
 * columns its tag is made of are taken from what is sent, so that the tag can name nothing else.
 *
 * @returns the answer to a write whose preconditions nothing evaluated
 */
export function withoutHandler(
  exchange: Exchange,
  head: ResponseHead,
  body: Body,
): HttpException | undefined {
  if (!exchange.reads) return routeOfRequest(exchange.request)!.route.inspect(exchange);
  if (exchange.plan.versioned && JSON_TYPE.test(head.get('content-type') ?? '')) {
    exchange.validators = validatorsIn(exchange, body);
  }
  return undefined;
}

function validatorsIn({ plan }: Exchange, body: Body): Validators {
  const made = orElse(
    () => validatorsOf(plan, JSON.parse(body.toString())),
    () => NO_VALIDATORS,
  );
  // The tags of columns are made at once.
  return made instanceof Promise ? NO_VALIDATORS : made;
}
