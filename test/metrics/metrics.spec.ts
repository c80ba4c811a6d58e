import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics, type Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { channel } from 'node:diagnostics_channel';
import { EtagModule } from '../../src/index.js';
import { instrumentEtags } from '../../src/metrics/index.js';
import type { EtagDecision } from '../../src/index.js';
import { DecidedController, Parts } from '../http/decisions/decided.controller.js';
import { ADAPTERS, startApp } from '../support/adapters.js';
import { request } from '../support/wire.js';

const decisions = channel('nestjs-etag:decision');

const decision: EtagDecision = {
  route: 'PartsController.find',
  path: '/parts/:id',
  method: 'GET',
  status: 304,
  outcome: 'not-modified',
  source: 'current',
  conditional: true,
  handlerSkipped: true,
  bytesSaved: 20,
  currentTime: 4,
};

const ROUTE = { 'http.route': '/parts/:id', 'http.request.method': 'GET' };

let exporter: InMemoryMetricExporter;
let provider: MeterProvider;
let stop: () => void = () => undefined;

/** What was recorded: each point of each metric. */
async function recorded() {
  await provider.forceFlush();
  const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  exporter.reset();
  return all
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ value, attributes }) => ({
        name: descriptor.name,
        unit: descriptor.unit,
        value: typeof value === 'number' ? value : { sum: value.sum, count: value.count },
        attributes,
      })),
    );
}

beforeEach(() => {
  exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  provider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 })],
  });
});

afterEach(async () => {
  stop();
  metrics.disable();
  await provider.shutdown();
});

describe('instrumentEtags()', () => {
  it('counts decisions and bytes, and times current in seconds', async () => {
    stop = instrumentEtags(provider.getMeter('test'));
    decisions.publish(decision);
    decisions.publish({ ...decision, bytesSaved: 7 });
    expect(await recorded()).toEqual([
      {
        name: 'nestjs_etag.decisions',
        unit: '{decision}',
        value: 2,
        attributes: {
          ...ROUTE,
          'nestjs_etag.outcome': 'not-modified',
          'nestjs_etag.source': 'current',
          'nestjs_etag.conditional': true,
          'nestjs_etag.handler_skipped': true,
        },
      },
      {
        name: 'nestjs_etag.saved',
        unit: 'By',
        value: 27,
        attributes: { ...ROUTE, 'nestjs_etag.source': 'current' },
      },
      { name: 'nestjs_etag.current.duration', unit: 's', value: { sum: 0.008, count: 2 }, attributes: ROUTE },
    ]);
  });

  it('records nothing of what is not known', async () => {
    stop = instrumentEtags(provider.getMeter('test'));
    decisions.publish({ ...decision, bytesSaved: undefined, currentTime: undefined });
    expect((await recorded()).map(({ name }) => name)).toEqual(['nestjs_etag.decisions']);
  });

  it('counts methods that nobody has heard of as one', async () => {
    stop = instrumentEtags(provider.getMeter('test'));
    decisions.publish({ ...decision, method: 'PROPFIND' });
    decisions.publish({ ...decision, method: 'MKCOL' });
    const [counted] = await recorded();
    expect(counted).toMatchObject({ value: 2, attributes: { 'http.request.method': '_OTHER' } });
  });

  it('takes the global meter, also of an SDK that is started later', async () => {
    stop = instrumentEtags();
    metrics.setGlobalMeterProvider(provider);
    decisions.publish(decision);
    expect(await recorded()).toHaveLength(3);
  });

  it('stops', async () => {
    instrumentEtags(provider.getMeter('test'))();
    expect(decisions.hasSubscribers).toBe(false);
  });

  it('logs what a meter throws, once, and lets the request be', async () => {
    const failing = {
      createCounter: () => {
        throw new Error('no counters left');
      },
    } as unknown as Meter;
    const running = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [DecidedController], providers: [Parts] },
      ADAPTERS[0]!,
    );
    stop = instrumentEtags(failing);
    const responses = [
      await request(running.port, { path: '/parts/hashed' }),
      await request(running.port, { path: '/parts/hashed' }),
    ];
    await running.close();
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    expect(running.logger.warnings.filter((line) => line.includes('no counters left'))).toHaveLength(1);
  });
});

describe.each(ADAPTERS)('metrics of requests on $name', (adapter) => {
  it('have one series for a route, whatever its URLs', async () => {
    const { port, close } = await startApp(
      { imports: [EtagModule.forRoot()], controllers: [DecidedController], providers: [Parts] },
      adapter,
    );
    stop = instrumentEtags(provider.getMeter('test'));
    for (const id of [1, 2, 3]) await request(port, { path: `/parts/${id}?n=${id}` });
    await close();
    const points = await recorded();
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({
      value: 3,
      attributes: { 'http.route': '/parts/:id', 'nestjs_etag.outcome': 'sent' },
    });
  });
});
