/** docs/metrics.md names every field and word of a decision, and its dashboard and alerts ask for what there is. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { freePort } from '../../race/free-port.js';
import { exposeMetrics } from '../../sample-app/metrics.js';
import { EtagModule } from '../../src/index.js';
import { DecidedController, Parts } from '../http/decisions/decided.controller.js';
import { ADAPTERS, startApp } from '../support/adapters.js';
import { request } from '../support/wire.js';
import { refused } from './metrics/channel.js';
import { textOf } from './pages.js';

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

const { panels } = JSON.parse(textOf('docs/metrics/dashboard.json')) as Dashboard;
const { groups } = parse(textOf('docs/metrics/alerts.yml')) as Alerts;
const source = textOf('src/request/decision.interface.ts');
const [outcomes, sources] = ['DecisionOutcome', 'DecisionSource'].map((type) =>
  [...new RegExp(`type ${type} =([^;]*);`).exec(source)![1]!.matchAll(/'([\w-]+)'/g)].map(
    ([, word]) => word!,
  ),
) as [string[], string[]];

const queries = [
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
  ...groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr] as const)),
];

/** The names of the metrics that are exposed, and of their labels. */
const exposed = new Set<string>();
const labels = new Set<string>(['le']);

beforeAll(async () => {
  const port = await freePort();
  const end = await exposeMetrics(port, '127.0.0.1');
  const running = await startApp(
    { imports: [EtagModule.forRoot()], controllers: [DecidedController], providers: [Parts] },
    ADAPTERS[0]!,
  );
  await request(running.port, { path: '/parts/1' });
  await request(running.port, { path: '/parts/1', headers: { 'if-none-match': '"4"' } });
  await request(running.port, { path: '/parts/1', headers: { 'if-match': '"6"' } });
  await running.close();
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await end();
  for (const [, name, labelled = ''] of text.matchAll(/^(\w+)\{([^}]*)\}/gm)) {
    exposed.add(name!);
    for (const [, label] of labelled.matchAll(/(\w+)="/g)) labels.add(label!);
  }
});

it('the channel is heard as the page shows', () => expect(refused).toContain('DecidedController.find'));

describe('docs/metrics.md', () => {
  const rows = [...textOf('docs/metrics.md').matchAll(/^\| `([\w-]+)` /gm)].map(([, word]) => word!);

  it('has every field of a decision, every outcome and every source', () => {
    const fields = [...source.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name]) => name!);
    expect([fields.length, outcomes.length, sources.length]).toEqual([10, 14, 8]);
    expect(rows).toEqual([...fields, ...outcomes, ...sources]);
  });

  it.each([...textOf('docs/metrics.md').matchAll(/`(nestjs_etag_\w+)`/g)].map(([, name]) => name!))(
    'names %s, which is exposed or has its unit',
    (name) => expect([...exposed, 'nestjs_etag_saved_bytes_total']).toContain(name),
  );
});

describe.each(queries)('the query of "%s"', (_, query) => {
  it('asks for metrics that there are', () => {
    const named = [...query.matchAll(/\bnestjs_etag_\w+(?=\{|\[)/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !exposed.has(name))).toEqual([]);
  });

  it('asks for labels and words that there are', () => {
    const named = [...query.matchAll(/(\w+)=~?"([^"]*)"/g)];
    const grouped = [...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(', '));
    const unknown = [...grouped, ...named.map(([, label]) => label!)].filter((label) => !labels.has(label));
    expect(unknown).toEqual([]);
    const asked = (label: string) =>
      named.filter(([, name]) => name === label).flatMap(([, , words]) => words!.split('|'));
    expect(asked('nestjs_etag_outcome').filter((word) => !outcomes.includes(word))).toEqual([]);
    expect(asked('nestjs_etag_source').filter((word) => !sources.includes(word))).toEqual([]);
  });
});
