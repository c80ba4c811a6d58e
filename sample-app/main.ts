import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { ConfigError, readConfig, type Config } from './config.js';
import { createApp } from './create-app.js';
import { serveOpenApi } from './openapi.js';
import { thingsToTry } from './things-to-try.js';

/** This machine only: the sample has no log-in. */
const HOST = '127.0.0.1';

async function start(config: Config): Promise<void> {
  if (config.metricsPort !== undefined) await measure(config.metricsPort);
  const app = await createApp(config);
  serveOpenApi(app);
  app.enableShutdownHooks();
  await listen(app, config);
  console.log(await thingsToTry(app));
}

/** The libraries take a while to load: only where somebody asks for metrics. */
async function measure(port: number): Promise<void> {
  const { exposeMetrics } = await import('./metrics.js');
  await exposeMetrics(port, HOST);
}

async function listen(app: INestApplication, { port }: Config): Promise<void> {
  try {
    await app.listen(port, HOST);
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError(`Port ${port} is taken. Stop what listens there, or set PORT to another one.`);
  }
}

try {
  await start(readConfig(process.env));
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
