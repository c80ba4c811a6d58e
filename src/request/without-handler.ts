import type { Body } from '../tags/body-hash.js';
import { NO_VALIDATORS, validatorsOf, type ValidatorRules, type Validators } from '../tags/validators.js';
import { andThen, orElse, type MaybePromise } from '../util/maybe-promise.js';
import type { Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';
import { routeOfRequest } from './route-of-request.js';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

/**
 * Looks at a success that the handler has no part in, such as a cache's hit. The validators of a read are made of what is
 * sent. A write is refused where nobody evaluated its preconditions.
 * @returns a promise where a tag function takes its time; the response is to wait for it, and then comes here no more
 */
export function withoutHandler(
  exchange: Exchange,
  head: ResponseHead,
  body: Body,
): Promise<void> | undefined {
  const { plan, reads, answer, finished } = exchange;
  if (answer || finished || head.status >= 300) return undefined;
  exchange.began = true;
  if (!plan.conditional) return undefined;
  exchange.answer = routeOfRequest(exchange.request)!.route.inspect(exchange);
  if (!reads || !(plan.tagger ?? plan.lastModified) || !JSON_TYPE.test(String(head.get('content-type')))) {
    return undefined;
  }
  const done = andThen(validatorsIn(plan, body), (made) => void (exchange.validators = made));
  return done instanceof Promise ? done : undefined;
}

function validatorsIn({ tagger, lastModified }: ValidatorRules, body: Body): MaybePromise<Validators> {
  return orElse(
    () => {
      const sent: unknown = JSON.parse(body.toString());
      const date = madeOf({ tagger: undefined, lastModified }, sent) as Validators;
      return andThen(madeOf({ tagger, lastModified: undefined }, sent), ({ etag }) => ({ ...date, etag }));
    },
    () => NO_VALIDATORS,
  );
}

/** Nothing where functions of the application looked for a member that is not there: what is sent is no entity then. */
function madeOf(rules: ValidatorRules, sent: unknown): MaybePromise<Validators> {
  const missed: string[] = [];
  return andThen(validatorsOf(rules, watched(sent, missed)), (made) =>
    missed.length > 0 ? NO_VALIDATORS : made,
  );
}

/** @param missed to which the names of members are added that are not there */
function watched(value: unknown, missed: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, name) => {
      // JSON.stringify() asks every object for toJSON.
      if (typeof name === 'string' && name !== 'toJSON' && !(name in target)) missed.push(name);
      return watched(Reflect.get(target, name), missed);
    },
  });
}
