import type { Exchange, Received, SentHeaders, SentRequest } from '../client/exchange.js';
import { NoResponseError, type Limits } from '../client/limits.js';
import { send, StartingLine } from '../client/send.js';
import { failed, inTurn, notApplicable, type Resource, type Rule, type Verdict } from '../rules/rule.js';
import { triedWrite } from '../rules/writes.js';
import { bodyOf, type Write } from '../write.js';
import { printable, requestText, type RuleResult } from './remark.js';
import { RouteReport } from './route-report.js';

/** A route, and how to talk to it. */
export interface Route {
  readonly server: URL;
  readonly path: string;
  readonly headers: SentHeaders;
  readonly limits: Limits;
  readonly write?: Write | undefined;
}

/** How many versions of a resource that others change are looked at, until a rule is given up. */
const ATTEMPTS = 3;
const WRITERS = 8;
let bodies = 0;

/** Checks rules on one route, one after the other. It does not reject: what keeps it from checking is in the report. */
export async function checkRoute(
  route: Route,
  rules: readonly Rule[],
  onRule: (done: number) => void = () => {},
): Promise<RouteReport> {
  const name = `GET ${route.path}`;
  try {
    const client = new Client(route);
    const { received } = await client.get();
    if (received.status !== 200) return new RouteReport(name, [], obstacleOf(received));
    const wrong = route.write && (await triedWrite(client));
    if (wrong) return new RouteReport(name, [], wrong);
    let done = 0;
    const results = await inTurn(rules, async (rule): Promise<RuleResult> => {
      const verdict = await client.check(rule);
      onRule(++done);
      return { rule, verdict };
    });
    return new RouteReport(name, results);
  } catch (error) {
    if (error instanceof NoResponseError) return new RouteReport(name, [], error.why);
    throw error;
  }
}

function obstacleOf(received: Received): string {
  const location = received.field('location');
  const to = location === undefined ? '' : `, which leads to ${printable(location)}. Check that one`;
  return `a GET is answered ${received.status}${to}`;
}

/** What rules talk to. */
class Client {
  readonly write: Resource['write'];

  constructor(private readonly route: Route) {
    const { write } = route;
    this.write = write && ((fields = {}) => this.written(write, fields));
  }

  readonly race = (fields: SentHeaders): Promise<readonly Exchange[]> => {
    const { write = {} } = this.route;
    const { writers = WRITERS } = write;
    const start = new StartingLine(writers);
    return Promise.all(Array.from({ length: writers }, () => this.written(write, fields, start)));
  };

  readonly get = (headers: SentHeaders = {}): Promise<Exchange> => this.send('GET', headers);

  readonly send = (method: string, headers: SentHeaders = {}, path = this.route.path): Promise<Exchange> =>
    this.exchange({ method, path, headers: { ...this.route.headers, ...headers } });

  /** A rule that fails while somebody else changes the resource is checked once more: it compared two versions. */
  async check(rule: Rule, attempts = ATTEMPTS): Promise<Verdict> {
    const baseline = await this.get();
    if (baseline.received.status !== 200)
      return notApplicable(`The GET is answered ${baseline.received.status} by now.`);
    const verdict = await this.verdictOf(rule, this.resource(baseline));
    if (verdict.kind !== 'failed' || rule.group === 'changeDetection' || rule.group === 'concurrency')
      return verdict;
    const { received } = await this.get();
    const isSame = received.field('etag') === baseline.received.field('etag');
    if (isSame && received.body.equals(baseline.received.body)) return verdict;
    if (attempts > 1) return this.check(rule, attempts - 1);
    return notApplicable('The representation is another one at each request.');
  }

  /** A request without a response breaks a rule as well, since the one before had its own. */
  private async verdictOf(rule: Rule, resource: Resource): Promise<Verdict> {
    try {
      return await rule.check(resource);
    } catch (error) {
      if (!(error instanceof NoResponseError)) throw error;
      const { sent, why } = error;
      return failed(
        [resource.baseline],
        `a response to ${requestText(sent).replaceAll('\n', ', ')}`,
        `No response: ${why}.`,
      );
    }
  }

  private exchange(sent: SentRequest, start?: StartingLine): Promise<Exchange> {
    return send(this.route.server, sent, this.route.limits, start);
  }

  private resource(baseline: Exchange): Resource {
    const { get, send: sendOther, write, race } = this;
    return { path: this.route.path, baseline, get, send: sendOther, write, race };
  }

  private written(
    { method = 'PUT', path = this.route.path, headers = {}, body }: Write,
    fields: SentHeaders,
    start?: StartingLine,
  ): Promise<Exchange> {
    const content = bodyOf(body, ++bodies);
    const type: SentHeaders = content.type ? { 'content-type': content.type } : {};
    const all = { ...this.route.headers, ...type, ...headers, ...fields };
    return this.exchange({ method, path, headers: all, body: content.octets }, start);
  }
}
