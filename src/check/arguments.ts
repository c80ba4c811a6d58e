import { parseArgs } from 'node:util';
import { RULES } from '../testing/rules/all.js';
import type { Write } from '../testing/write.js';
import { UsageError } from './usage.js';

/** What the user asked for. */
export interface Arguments {
  readonly help: boolean;
  readonly addresses: readonly string[];
  readonly server: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly writes: readonly (Write & { readonly path: string })[];
  readonly ignore: readonly string[];
  /** Milliseconds. */
  readonly timeout: number | undefined;
  readonly maxBytes: number | undefined;
  readonly json: boolean;
  readonly junit: string | undefined;
}

const HEADER = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*)$/;
const WRITE = /^(PUT|PATCH|POST|DELETE)\s+(\/\S*)(?:\s+([^]+))?$/;

/** @throws UsageError */
export function argumentsOf(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const [command, ...addresses] = positionals;
  const help = values.help || (command === undefined && args.length === 0);
  if (!help && command !== 'check')
    throw new UsageError(`There is no command "${command ?? ''}". There is "check".`);
  if (!help && addresses.length === 0)
    throw new UsageError('Which API? Give a URL, an OpenAPI document or a list of URLs.');
  return {
    help,
    addresses,
    server: values.server,
    headers: Object.fromEntries((values.header ?? []).map(headerOf)),
    params: Object.fromEntries((values.param ?? []).map(paramOf)),
    writes: (values.writes ?? []).map(writeOf),
    ignore: (values.ignore ?? []).flatMap((list) => list.split(',')).map(knownRule),
    timeout: values.timeout === undefined ? undefined : 1000 * positive('--timeout', values.timeout),
    maxBytes: values['max-bytes'] === undefined ? undefined : positive('--max-bytes', values['max-bytes']),
    json: values.json ?? false,
    junit: values.junit,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { ...flag, short: 'h', default: false },
        server: text,
        header: texts,
        param: texts,
        writes: texts,
        ignore: texts,
        timeout: text,
        'max-bytes': text,
        json: flag,
        junit: text,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function headerOf(text: string): [string, string] {
  const [, name, value = ''] = HEADER.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--header takes 'Name: value', and not '${text}'.`);
  return [name.toLowerCase(), value.trim()];
}

function paramOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--param takes name=value, and not '${text}'.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function writeOf(text: string): Write & { readonly path: string } {
  const [, method, path, body] = WRITE.exec(text) ?? [];
  if (path === undefined)
    throw new UsageError(`--writes takes a method, a path and a body, such as 'PUT /a/1 {"b":{{n}}}'.`);
  const content = (n: number) => body?.replaceAll('{{n}}', String(n));
  return { method, path, headers: body ? { 'content-type': 'application/json' } : {}, body: content };
}

function knownRule(id: string): string {
  if (RULES.some((rule) => rule.id === id)) return id;
  throw new UsageError(
    `There is no rule "${id}" to ignore. The rules are ${RULES.map((rule) => rule.id).join(', ')}.`,
  );
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`${option} takes a number above 0, and not '${text}'.`);
}
