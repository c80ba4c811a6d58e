/** An application whose functions, streams and store fail in every way, in a process of its own, and what is sent to it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Adapter } from './adapters.js';
import { request, type WireRequest, type WireResponse } from './wire.js';

const PROGRAM = fileURLToPath(new URL('../fixtures/hostile-app.mjs', import.meta.url));
/** As many files as the process may have open: a leak of one each request is fatal soon. */
const MOST_DESCRIPTORS = 256;
/** Of what it wrote last, where the reason for its end is. */
const LAST_WORDS = 4_000;

/** What the process knows of itself. */
export interface State {
  /** How many connections were opened from within it. */
  readonly connections: number;
  /** How often the statement of a query builder ran. */
  readonly statements: number;
  readonly writes: number;
  /** How many keys its store of remembered tags holds. */
  readonly keys: number;
}

export class HostileApp {
  private words = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    child.stderr!.on('data', (text) => (this.words = (this.words + String(text)).slice(-LAST_WORDS)));
  }

  static async start({ name }: Adapter): Promise<HostileApp> {
    const child = spawn(process.execPath, ['--unhandled-rejections=strict', PROGRAM, name], {
      env: { PATH: process.env['PATH'], NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [port] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as unknown[];
    if (child.exitCode !== null)
      throw new Error(`it ended before it listened: ${String(child.stderr.read())}`);
    return new HostileApp(child, Number(String(port)));
  }

  /** As `ulimit -n`, from now on: to load its modules Node opens more files at once. */
  limitDescriptors(most = MOST_DESCRIPTORS): void {
    execFileSync('prlimit', [`--pid=${this.child.pid}`, `--nofile=${most}:${most}`]);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether it still answers. Where it does not, its last words are complete by then. */
  async survives(): Promise<boolean> {
    const answer = this.alive ? await this.state().catch(() => undefined) : undefined;
    if (!answer && this.alive) await once(this.child, 'close');
    return answer !== undefined;
  }

  get lastWords(): string {
    return this.words;
  }

  /** On Linux: how many files, sockets and pipes the process has open. */
  get descriptors(): number {
    return readdirSync(`/proc/${this.child.pid}/fd`).length;
  }

  async state(): Promise<State> {
    return (await request(this.port, { path: '/state' })).json as State;
  }

  /** @throws what the process said last, where it has ended */
  async send(input: WireRequest): Promise<WireResponse> {
    try {
      return await request(this.port, input);
    } catch (error) {
      throw new Error(`${input.path}: ${String(error)}\n${this.words}`, { cause: error });
    }
  }

  /** Sends a request, and is gone at the first byte of its response. */
  async abandon({ method = 'GET', path }: WireRequest): Promise<void> {
    const socket = connect(this.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.once('data', () => socket.destroy());
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

export interface Input extends WireRequest {
  /** Any, where the kind of failure leaves it open. */
  readonly status?: number;
  readonly etag?: string;
  /** What is to be seen in the body, after its coding. */
  readonly body?: undefined;
  readonly content?: RegExp;
  readonly abandoned?: boolean;
}

const KINDS = {
  thrown: 'error http nothing null symbol bigint bare textless messageless revoked'.split(' '),
  clients: 'anna object nan empty array bare symbol bigint nothing throws rejects'.split(' '),
  dates: 'bigint symbol bare invalid text revoked throws rejects'.split(' '),
  web: 'quiet throws throws-oddly rejects rejects-oddly failed failed-oddly read'.split(' '),
  piped: 'file gzip twice pipeline web later observed fails-to-end'.split(' '),
  groups: 'known bare many throws nothing revoked'.split(' '),
};

const OTHER = { 'if-none-match': '"other"' };
/** A list as long as a field may be, and lists that are none. */
const LISTS = [
  Array.from({ length: 1_500 }, (_, at) => `"${at + 10}"`).join(', '),
  `${'W/'.repeat(5_000)}"x"`,
  ','.repeat(10_000),
  '"'.repeat(10_001),
  '*, *',
  'W/',
  '"caf\xe9"',
];

function get(
  path: string,
  headers: Input['headers'] = {},
  more: Omit<Input, 'path' | 'headers'> = {},
): Input {
  return { path: `/hostile/${path}`, headers, ...more };
}

function put(
  path: string,
  headers: Input['headers'] = {},
  more: Omit<Input, 'path' | 'headers'> = {},
): Input {
  return get(path, headers, { method: 'PUT', ...more });
}

const WHOLE = /^piece 0\n(piece \d+\n){1998}piece 1999\n$/;
const GZIP = { 'accept-encoding': 'gzip' };

/** Each input, with what is right. Streams that never end are asked for with preconditions alone. */
export const INPUTS: readonly Input[] = [
  put('builder', {}, { status: 200 }),
  get('builder', OTHER, { status: 200 }),
  get('builder/remembered', OTHER, { status: 200 }),
  get('builder/versioned', { 'if-none-match': '"3"' }, { status: 304, etag: '"3"' }),
  put('upsert', { 'if-none-match': '*' }, { status: 412, etag: '"3"' }),
  put(
    'upsert',
    { 'if-none-match': '*', 'x-forwarded-host': 'evil.test', host: 'evil.test' },
    { status: 412 },
  ),
  put('upsert', { 'if-match': '"2"', authorization: 'Bearer x', cookie: 'id=1' }, { status: 412 }),
  ...KINDS.clients.flatMap((as) => [
    get(`client/${as}`),
    get(`client/${as}`, OTHER),
    get(`client/${as}`, { 'if-none-match': '*' }),
  ]),
  get('forwarded', { 'x-forwarded-host': 'evil.test', cookie: 'max-age=9' }, { status: 200 }),
  get('forwarded', { ...OTHER, 'x-forwarded-host': 'evil.test\x80' }, { status: 200 }),
  ...KINDS.thrown.flatMap((what) => [
    get(`tag/${what}`, OTHER, { status: 200 }),
    get(`tag-at-once/${what}`, OTHER, { status: 200 }),
    get(`thrown/${what}`, OTHER, { status: what === 'http' ? 418 : 500 }),
    get(`rejected/${what}`, OTHER, { status: what === 'http' ? 418 : 500 }),
    get(`failed/${what}`, OTHER, { status: what === 'http' ? 418 : 500 }),
    put(`thrown/${what}`, {}, { status: what === 'http' ? 418 : 500 }),
    get(`current/${what}`, OTHER, { status: what === 'http' ? 418 : 500 }),
    get(`current/${what}`, { 'if-match': '"3"' }, { method: 'DELETE', status: what === 'http' ? 418 : 500 }),
  ]),
  ...KINDS.dates.flatMap((what) => [
    get(`date/${what}`, { 'if-modified-since': 'Wed, 01 May 2024 12:00:00 GMT' }, { status: 200 }),
    // What fails as the date is made may cost the tag beside it.
    get(`date-later/${what}`, { 'if-none-match': '"v1"' }),
    get(`date-later/${what}`, OTHER, { status: 200 }),
  ]),
  ...KINDS.web.flatMap((kind) =>
    ['web', 'web-later'].flatMap((under) => [
      get(`${under}/${kind}`, { 'if-none-match': '"s1"' }, { status: 304, etag: '"s1"' }),
      get(`${under}/${kind}`, { 'if-match': '"s2"' }, { status: 412, etag: '"s1"' }),
    ]),
  ),
  ...KINDS.piped.flatMap((kind) =>
    ['piped', 'piped-later'].flatMap((under) => [
      get(`${under}/${kind}`, { 'if-none-match': '"s1"' }, { status: 304, etag: '"s1"' }),
      get(`${under}/${kind}`, { 'if-match': '"s2"' }, { status: 412, etag: '"s1"' }),
    ]),
  ),
  ...['file', 'gzip', 'twice', 'pipeline', 'web', 'later', 'observed'].map((kind) =>
    get(`piped/${kind}`, OTHER, { status: 200 }),
  ),
  get('piped/file', {}, { abandoned: true }),
  get('piped/pipeline', {}, { abandoned: true }),
  get('pieces', {}, { abandoned: true }),
  put('pieces', {}, { abandoned: true }),
  put('pieces', {}, { status: 200, content: WHOLE }),
  put('pieces', GZIP, { status: 200, content: WHOLE }),
  get('pieces', GZIP, { status: 200, content: WHOLE }),
  get('remembered/1', {}, { status: 200 }),
  ...KINDS.groups.flatMap((what) => [
    get(`groups/${what}`),
    get(`groups/${what}`, OTHER),
    put(`groups/${what}`),
  ]),
  put('hasty', { 'if-match': '"v2"' }, { status: 500 }),
  put('hasty', { 'if-match': '"v3"' }, { status: 200 }),
  ...LISTS.flatMap((list) => [
    get('builder/versioned', { 'if-none-match': list }),
    put('upsert', { 'if-match': list }),
  ]),
];

/** What is wrong with the response to an input; nothing where it is right. */
export function faultsOf(input: Input, { status, headers, body }: WireResponse): string[] {
  const found = `${input.method ?? 'GET'} ${input.path} ${JSON.stringify(input.headers).slice(0, 100)}: `;
  const faults: string[] = [];
  if (input.status !== undefined && status !== input.status)
    faults.push(`${found}${status}, not ${input.status}`);
  if (input.etag !== undefined && headers['etag'] !== input.etag)
    faults.push(`${found}ETag ${headers['etag']}`);
  if (input.content) {
    const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    if (!input.content.test(String(bytes))) faults.push(`${found}${bytes.length} bytes of something else`);
  }
  return faults;
}
