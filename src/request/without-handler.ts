import type { Body } from '../tags/body-hash.js';
import { NO_VALIDATORS, validatorsOf, type ValidatorRules, type Validators } from '../tags/validators.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';
import { routeOfRequest } from './route-of-request.js';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

/**
 * Looks at a success that the handler has no part in: a cache's hit, an interceptor's own value, a guard's page. Of a read, the
 * validators are made of what is sent, so that a tag can name nothing else. A write whose preconditions nobody evaluated is
 * answered as such.
 *
 * @returns a promise where a tag function takes its time; the response is to wait for it
 */
export function withoutHandler(
  exchange: Exchange,
  head: ResponseHead,
  body: Body,
): Promise<void> | undefined {
  if (exchange.began || exchange.answer || exchange.finished || head.status >= 300) return undefined;
  // Once: the response comes here again when it has waited.
  exchange.began = true;
  const { plan } = exchange;
  if (!plan.conditional) return undefined;
  if (!exchange.reads) exchange.answer = routeOfRequest(exchange.request)!.route.inspect(exchange);
  else if ((plan.tagger ?? plan.lastModified) && JSON_TYPE.test(head.get('content-type') ?? '')) {
    const done = andThen(validatorsIn(plan, body), (made) => void (exchange.validators = made));
    if (done instanceof Promise) return done;
  }
  return undefined;
}

function validatorsIn(rules: ValidatorRules, body: Body): MaybePromise<Validators> {
  return orElse(
    () => {
      const sent: unknown = JSON.parse(body.toString());
      const { lastModified } = madeOf(sent, (seen) =>
        validatorsOf({ ...rules, tagger: undefined }, seen),
      ) as Validators;
      const etag = madeOf(sent, (seen) => rules.tagger?.tagOf(seen));
      return andThen(etag, (made) => ({ etag: made, lastModified }));
    },
    () => NO_VALIDATORS,
  );
}

/**
 * What a function of the application makes of what is sent; nothing where it looked for a member that is not there: a
 * serializer has left it out, or an interceptor has put the entity into something else.
 */
function madeOf<T>(sent: unknown, make: (seen: unknown) => MaybePromise<T>): MaybePromise<T | undefined> {
  const missed = { any: false };
  const made = make(watched(sent, missed));
  return andThen(made, (value) => (missed.any ? undefined : value));
}

function watched(value: unknown, missed: { any: boolean }): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, name) => {
      // JSON.stringify() asks everybody for toJSON.
      if (typeof name === 'string' && name !== 'toJSON' && !(name in target)) missed.any = true;
      return watched(Reflect.get(target, name), missed);
    },
  });
}
