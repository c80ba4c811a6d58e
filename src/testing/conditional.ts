import type { SentHeaders } from './client/exchange.js';
import type { Limits } from './client/limits.js';
import { send } from './client/send.js';
import { addressOf, type Target } from './target.js';
import { checkRoute, type Route } from './report/check-route.js';
import { ConformanceError, RouteReport } from './report/route-report.js';
import { savingOf, Savings } from './report/savings.js';
import { explained } from '../util/explained.js';
import { RULES } from './rules/all.js';
import { inTurn, type RuleGroup } from './rules/rule.js';
import type { Write } from './write.js';

/** How to talk to an API, and what to pass over. */
export interface ConditionalOptions extends Limits {
  /** Fields of every request: authorisation, say, or `accept`. */
  readonly headers?: SentHeaders | undefined;
  /** Names of rules that are not checked, as they stand in front of a remark. */
  readonly ignore?: readonly string[] | undefined;
}

/**
 * Checks how an API handles conditional requests, over real HTTP, whatever it is made with. Each method checks a group of rules
 * on one route, and throws a {@link ConformanceError} whose message is a remark on each rule that is broken. A route on which no
 * rule of the group applies is an error as well, since such a test would show nothing.
 *
 * @param target a Nest application, a server, a supertest agent, a function that takes requests, or a base URL. What does not
 * listen yet is made to
 * @example
 * ```ts
 * const api = conditional(app);
 * await api.cacheValidation('/products/101');
 * await api.concurrency('/products/101', { body: (n) => ({ name: 'Lamp', price: n }) });
 * ```
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13
 */
export function conditional(target: Target, options: ConditionalOptions = {}): ConditionalApi {
  return new ConditionalApi(target, options);
}

/** What {@link conditional} returns. */
export class ConditionalApi {
  private address: Promise<URL> | undefined;

  constructor(
    private readonly target: Target,
    private readonly options: ConditionalOptions,
  ) {
    const unknown = options.ignore?.find((id) => !RULES.some((rule) => rule.id === id));
    if (unknown === undefined) return;
    const known = RULES.map(({ id }) => id).join(', ');
    throw new TypeError(
      explained('kit-rule', `There is no rule "${unknown}" to ignore. The rules are ${known}.`),
    );
  }

  /** A client that has the current representation gets a 304, as RFC 9110, 15.4.5 wants it (13.1.2, 13.1.3). */
  cacheValidation(path: string): Promise<void> {
    return this.expect('cacheValidation', path);
  }

  /** The tag changes with every update, and only then (8.8.1). Without a write, the second half is checked. */
  changeDetection(path: string, write?: Write): Promise<void> {
    return this.expect('changeDetection', path, write);
  }

  /** No update is lost: 412 to a stale write, 428 to one without a precondition, one winner in a race (13.1.1). */
  concurrency(path: string, write: Write): Promise<void> {
    return this.expect('concurrency', path, write);
  }

  /** Lists, weak tags, `*`, dates, what is malformed, HEAD, and the order of evaluation (13.2.2). */
  headerHandling(path: string): Promise<void> {
    return this.expect('headerHandling', path);
  }

  /** A part is one of the representation that the client has (13.1.5, 15.3.7). */
  ranges(path: string): Promise<void> {
    return this.expect('ranges', path);
  }

  /** Each content coding has a tag of its own (8.8.3.3). */
  codings(path: string): Promise<void> {
    return this.expect('codings', path);
  }

  /** Checks all rules, and throws nothing: those that need a write are checked where one is given. */
  async report(path: string, write?: Write, onRule?: (done: number) => void): Promise<RouteReport> {
    return checkRoute(await this.route(path, write), this.rules(), onRule);
  }

  /**
   * Measures what conditional requests save on some routes. The times are those of this machine and this moment; the octets
   * are exact.
   * @example
   * ```ts
   * console.log(String(await conditional(app).savings(['/products', '/products/101'])));
   * ```
   */
  async savings(paths: readonly string[]): Promise<Savings> {
    const routes = await inTurn(paths, async (given) => {
      const { server, path, headers, limits } = await this.route(given);
      return savingOf(given, (fields = {}) =>
        send(server, { method: 'GET', path, headers: { ...headers, ...fields } }, limits),
      );
    });
    return new Savings(routes);
  }

  private async expect(group: RuleGroup, path: string, write?: Write): Promise<void> {
    const rules = this.rules().filter((rule) => rule.group === group);
    const report = await checkRoute(await this.route(path, write), rules);
    if (!report.passed) throw new ConformanceError(report);
    if (report.count().passed > 0) return;
    const reasons = new Set(report.results.map(({ verdict }) => ('why' in verdict ? verdict.why : '')));
    const obstacle = `there is nothing to check. ${[...reasons].join(' ')}`;
    throw new ConformanceError(new RouteReport(report.route, report.results, obstacle));
  }

  private rules(): typeof RULES {
    const { ignore = [] } = this.options;
    return RULES.filter(({ id }) => !ignore.includes(id));
  }

  private async route(path: string, write?: Write): Promise<Route> {
    this.address ??= addressOf(this.target);
    const server = await this.address;
    const { headers = {}, timeout, maxBytes } = this.options;
    const prefix = server.pathname.replace(/\/$/, '');
    const written = write && {
      ...write,
      path: prefix + (write.path ?? path),
      headers: lowered(write.headers ?? {}),
    };
    return {
      server,
      path: prefix + path,
      headers: lowered(headers),
      limits: { timeout, maxBytes },
      write: written,
    };
  }
}

function lowered(headers: SentHeaders): SentHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
