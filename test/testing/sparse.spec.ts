/** Servers that do less than the rules are about, and writes that fail by themselves. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type OutgoingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { networkInterfaces } from 'node:os';
import { conditional, type ConditionalApi, type Verdict } from 'nestjs-etag/testing';

const server = (...[status, fields]: [number, OutgoingHttpHeaders?]): RequestListener => {
  return (_, response) => void response.writeHead(status, fields).end('content');
};

const tagged: RequestListener = ({ headers }, response) => {
  const isKnown = headers['if-none-match'] === '"1"';
  response.writeHead(isKnown ? 304 : 200, { etag: '"1"' }).end(isKnown ? '' : 'content');
};

const withoutHead: RequestListener = (request, response) => {
  if (request.method !== 'HEAD') return tagged(request, response);
  response.writeHead(405, { allow: 'GET' }).end();
};

async function verdictOn(listener: RequestListener, id: string): Promise<Verdict> {
  const report = await conditional(listener).report('/');
  return report.results.find(({ rule }) => rule.id === id)!.verdict;
}

describe('a rule does not apply', () => {
  const HEAD = 'HEAD is answered 405.';

  it.each<[string, string, RequestListener, string]>([
    ['head-validators', 'that knows no HEAD', withoutHead, HEAD],
    ['head-content', 'that knows no HEAD', withoutHead, HEAD],
    ['head-not-modified', 'that knows no HEAD', withoutHead, HEAD],
    [
      'validator',
      'whose responses nobody may store',
      server(200, { 'cache-control': 'no-store' }),
      'Nothing may store the response.',
    ],
    ['not-modified', 'without tags', server(200), 'The response has no tag.'],
    ['range-tag', 'without ranges', server(200), 'A Range is answered 200: no ranges are served here.'],
  ])('%s, to a server %s', async (id, _, listener, why) => {
    expect(await verdictOn(listener, id)).toEqual({ kind: 'not-applicable', why });
  });
});

it('no rule applies to a server that is down after its first response', async () => {
  let requests = 0;
  const report = await conditional((_, response) => {
    response.writeHead(++requests > 1 ? 503 : 200).end('content');
  }).report('/');
  expect(new Set(report.results.map(({ verdict }) => JSON.stringify(verdict)))).toEqual(
    new Set([JSON.stringify({ kind: 'not-applicable', why: 'The GET is answered 503 by now.' })]),
  );
});

describe('a rule holds', () => {
  const part: RequestListener = ({ headers }, response) => {
    if (headers.range === undefined) return void response.writeHead(200).end('content');
    response.writeHead(206, { 'content-range': 'bytes 0-0/*' }).end('c');
  };

  it('range-octets, of a server that does not know the length of the whole', async () => {
    expect(await verdictOn(part, 'range-octets')).toEqual({ kind: 'passed' });
  });

  it('none-match-malformed, of a server whose tag is empty', async () => {
    const empty: RequestListener = ({ headers }, response) => {
      const isKnown = headers['if-none-match'] === '""';
      response.writeHead(isKnown ? 304 : 200, { etag: '""' }).end(isKnown ? '' : 'content');
    };
    expect(await verdictOn(empty, 'none-match-malformed')).toEqual({ kind: 'passed' });
  });
});

describe('conditional()', () => {
  const closing: Server[] = [];
  afterEach(() => {
    for (const each of closing.splice(0)) each.close();
  });

  async function apiAt(host: string, listener: RequestListener): Promise<ConditionalApi> {
    const listening = createServer(listener);
    closing.push(listening);
    await new Promise<void>((resolve) => listening.listen(0, host, resolve));
    return conditional(listening);
  }

  const addresses = new Set(
    Object.values(networkInterfaces()).flatMap((all) => all!.map(({ address }) => address)),
  );

  it.each(['0.0.0.0', '127.0.0.1', '::1'].filter((host) => host === '0.0.0.0' || addresses.has(host)))(
    'finds a server that listens on %s',
    async (host) => {
      const api = await apiAt(host, tagged);
      await expect(api.changeDetection('/')).resolves.toBeUndefined();
    },
  );

  it('speaks TLS with a server of HTTPS, and gives no address for its name', async () => {
    const names: string[] = [];
    const SNICallback = (name: string, done: (error: null) => void): void => {
      names.push(name);
      done(null);
    };
    // It has no certificate, so that nobody gets through to it.
    const secure = createSecureServer({ SNICallback }, tagged);
    const report = await conditional(secure).report('/');
    secure.close();
    expect(report.toString()).toMatch(/^GET \/: .*handshake failure/);
    expect(names).toEqual([]);
  });

  it.each(['http', 'https'])('looks a name of %s up that has no port', async (scheme) => {
    const report = await conditional(`${scheme}://nowhere.invalid`).report('/');
    expect(report.toString()).toMatch(/no such host|cannot be looked up/);
  });

  it('throws the error of the function that makes the body', async () => {
    const mine = new Error('There is no product to write.');
    const write = {
      body: () => {
        throw mine;
      },
    };
    await expect(conditional(tagged).report('/', write)).rejects.toBe(mine);
  });

  it.each<[string, RequestListener, boolean]>([
    ['tag', tagged, true],
    [
      'date',
      ({ headers }, response) => {
        const at = 'Fri, 01 May 2026 12:00:00 GMT';
        response.writeHead(headers['if-modified-since'] === at ? 304 : 200, { 'last-modified': at }).end();
      },
      true,
    ],
    ['validator at all', server(200), false],
    ['tag that it evaluates', server(200, { etag: '"1"' }), false],
  ])('measures what a server saves that has a %s: %#', async (_, listener, saves) => {
    const savings = await conditional(listener).savings(['/a']);
    const { fullBytes, conditionalBytes, conditionalTime } = savings.routes[0]!;
    expect(fullBytes).toBeGreaterThan(0);
    expect([conditionalBytes !== undefined, conditionalTime !== undefined]).toEqual([saves, saves]);
    expect(String(savings)).toMatch(saves ? /\n\/a +\d+ +\d+ +-?\d+ % / : /\n\/a +\d+ +– +0 % .* –$/);
  });
});
