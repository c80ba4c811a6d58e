import { ExpectedVersion } from '../versioned/expected-version.js';
import type { Exchange } from './exchange.js';
import { inVersions } from './in-versions.js';
import { selectedTag } from './selected-representation.js';

/** What `@IfMatch()` hands the handler: the same object, however often it asks. */
export function expectedVersionOf(exchange: Exchange): ExpectedVersion {
  const { method, reads, preconditions, plan, settings } = exchange;
  return (exchange.expected ??= new ExpectedVersion(
    method,
    reads ? inVersions(preconditions, plan) : preconditions,
    plan,
    settings,
    (version) => selectedTag(exchange, version),
  ));
}
