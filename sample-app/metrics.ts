import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { instrumentEtags } from 'nestjs-etag/metrics';
import { ConfigError } from './config.js';

/**
 * Has Prometheus find the metrics under `/metrics` of a port of their own.
 * @returns ends it
 * @throws ConfigError where the port is taken
 */
export async function exposeMetrics(port: number, host: string): Promise<() => Promise<void>> {
  const exporter = new PrometheusExporter({ port, host, preventServerStart: true });
  try {
    await exporter.startServer();
  } catch (error) {
    throw new ConfigError(`No metrics on port ${port}: ${String(error)}. Set METRICS_PORT to another one.`);
  }
  const provider = new MeterProvider({ readers: [exporter] });
  metrics.setGlobalMeterProvider(provider);
  const stop = instrumentEtags();
  return async () => {
    stop();
    metrics.disable();
    await provider.shutdown();
  };
}
