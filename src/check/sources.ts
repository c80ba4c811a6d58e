import { existsSync, readFileSync } from 'node:fs';
import type { Limits } from '../testing/client/limits.js';
import { send } from '../testing/client/send.js';
import type { Arguments } from './arguments.js';
import { jsonOf } from './json.js';
import { isOpenApi, routesOf, serverOf } from './openapi.js';
import { UsageError } from './usage.js';
import { yamlOf } from './yaml.js';

/** A route to check: the origin of its server, and its path. */
export interface Source {
  readonly origin: string;
  readonly path: string;
}

/** What is checked, and what is not, with the reason. */
export interface Sources {
  readonly routes: readonly Source[];
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
}

const YAML = /\.ya?ml$/i;

/** @throws UsageError where an address leads nowhere, NoResponseError where a server gives no document */
export async function sourcesOf(args: Arguments): Promise<Sources> {
  const all = await Promise.all(args.addresses.map((address) => sourcesAt(address, args)));
  return { routes: all.flatMap(({ routes }) => routes), skipped: all.flatMap(({ skipped }) => skipped) };
}

async function sourcesAt(address: string, args: Arguments): Promise<Sources> {
  if (!/^https?:\/\//i.test(address)) return ofFile(address, args);
  const url = urlOf(address);
  const document = await documentAt(url, args);
  return document === undefined ? { routes: [routeOf(url)], skipped: [] } : ofDocument(document, url, args);
}

function urlOf(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new UsageError(`"${text}" is no URL.`);
}

function routeOf({ origin, pathname, search }: URL): Source {
  return { origin, path: pathname + search };
}

/** Undefined where the address is that of a resource, or of a server that is to be reported on. */
async function documentAt(url: URL, { headers, timeout, maxBytes }: Arguments): Promise<unknown> {
  const limits: Limits = { timeout, maxBytes };
  const sent = { method: 'GET', path: routeOf(url).path, headers };
  const exchange = await send(url, sent, limits).catch(() => undefined);
  if (!exchange?.received.isSuccess) return undefined;
  const text = exchange.received.body.toString();
  const isYaml = YAML.test(url.pathname) || /yaml/i.test(exchange.received.field('content-type') ?? '');
  const document = isYaml ? await yamlOf(text) : jsonOf(text);
  return isOpenApi(document) ? document : undefined;
}

async function ofFile(file: string, args: Arguments): Promise<Sources> {
  if (!existsSync(file)) throw new UsageError(`"${file}" is neither a URL of http or https nor a file.`);
  const text = readFileSync(file, 'utf8');
  const document = YAML.test(file) ? await yamlOf(text) : jsonOf(text);
  if (document !== undefined) return ofDocument(document, undefined, args);
  const lines = text.split('\n').map((line) => line.trim());
  const addresses = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return { routes: addresses.map((line) => routeOf(urlOf(withServer(line, args)))), skipped: [] };
}

function withServer(line: string, { server }: Arguments): string {
  return line.startsWith('/') && server !== undefined ? server.replace(/\/$/, '') + line : line;
}

function ofDocument(document: unknown, url: URL | undefined, args: Arguments): Sources {
  if (!isOpenApi(document))
    throw new UsageError('The file holds JSON, but no OpenAPI document: it has no paths.');
  const base = baseOf(serverOf(document, url?.protocol), url, args);
  const routes = routesOf(document, args.params);
  const prefix = base.pathname.replace(/\/$/, '');
  return {
    routes: routes
      .filter((route) => !('without' in route))
      .map(({ path }) => ({ origin: base.origin, path: prefix + path })),
    skipped: routes.flatMap((route) =>
      'without' in route ? [{ path: route.path, why: route.without }] : [],
    ),
  };
}

/** The header fields of the user may be secrets: a document does not choose who gets them. */
function baseOf(named: string | undefined, url: URL | undefined, { server }: Arguments): URL {
  if (server !== undefined) return urlOf(server);
  if (!url && !/^https?:/.test(named ?? ''))
    throw new UsageError('The document does not say where its API is. Give it: --server <url>');
  const base = new URL(named ?? '/', url);
  if (!url || base.origin === url.origin) return base;
  throw new UsageError(
    `The document at ${url.origin} names another server, ${base.origin}. To check that one: --server ${base.href}`,
  );
}
