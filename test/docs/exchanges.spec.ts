import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request, type WireResponse } from '../support/wire.js';
import { APPLICATIONS } from './applications.js';
import { exchangesIn, type Exchange } from './exchanges.js';
import { PAGES } from './pages.js';

/** Lists, figures, and tests that run by themselves. */
const WITHOUT_EXCHANGES = new Set(
  [
    'checking',
    'companions',
    'conformance',
    'errors',
    'metrics',
    'migrating',
    'mongoose',
    'options',
    'performance',
    'prisma',
    'README',
    'rfc9110',
    'sample',
    'testing',
  ].map((name) => `docs/${name}.md`),
);
const pages = PAGES.filter((page) => !WITHOUT_EXCHANGES.has(page));

const named = (page: string) => {
  const exchanges = exchangesIn(page);
  const names = new Set(exchanges.map(({ application }) => application));
  return [...names].map((name) => ({
    page,
    name,
    application: APPLICATIONS[page]?.[name],
    exchanges: exchanges.filter(({ application }) => application === name),
  }));
};

it.each(pages)('%s shows an exchange, and has an application to try it on', (page) => {
  expect(named(page).map(({ application }) => application !== undefined)).toContain(true);
  expect(named(page).filter(({ application }) => !application)).toEqual([]);
});

describe.each(pages.flatMap(named))('$page, $name', ({ application, exchanges }) => {
  describe.each(ADAPTERS)('on $name', (adapter) => {
    let app: RunningApp;
    beforeAll(async () => {
      const { module, configure } = application!;
      app = await startApp(module(), adapter, {
        ...(configure && { configure: (nest) => configure(nest, adapter) }),
      });
    });
    afterAll(() => app?.close());

    it('every exchange goes over the wire as it stands there', async () => {
      for (const { line, ...exchange } of exchanges) {
        const answer = await request(app.port, exchange.request);
        expect({ line, ...comparable(answer, exchange) }).toEqual({
          line,
          ...comparable(exchange, exchange),
        });
        if (exchange.status === 304) expect(answer.body).toHaveLength(0);
      }
    });
  });
});

/** What is shown of a response, without what differs from platform to platform, or each time. */
function comparable(
  { status, headers, body }: Pick<WireResponse, 'status'> & Pick<Exchange, 'headers'> & { body: unknown },
  shown: Omit<Exchange, 'line'>,
): object {
  const fields = Object.keys(shown.headers).map((name) => [name, valueOf(name, headers[name])]);
  const text = shown.body === undefined ? undefined : String(body).replaceAll('\r\n', '\n').trimEnd();
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1];
  return {
    status,
    headers: Object.fromEntries(fields) as object,
    body: boundary ? text?.replaceAll(boundary, 'boundary') : text,
  };
}

/** Who adds to Vary first, in which case, and whether a type has its charset, is up to the platform. */
function valueOf(name: string, value: string | undefined): string | undefined {
  if (name === 'vary') return value?.toLowerCase().split(', ').toSorted().join(', ');
  if (name !== 'content-type') return value;
  return value?.replace(/boundary=\S+/, 'boundary').replace(/; charset=utf-8$/, '');
}
