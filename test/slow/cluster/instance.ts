import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./remembering-app.mjs', import.meta.url));

export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly text: string;
}

/** One process of the cluster. */
export class Instance {
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(env: Record<string, string>): Promise<Instance> {
    const child = spawn(process.execPath, [PROGRAM], {
      env: { ...env, PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error('an instance ended before it listened');
    return new Instance(child, Number(String(port[0])));
  }

  async ask(method: string, path: string, etag?: string): Promise<Answer> {
    // One site, whoever serves it.
    const headers = { host: 'counter.test', ...(etag !== undefined && { 'if-none-match': etag }) };
    const asking = request({ port: this.port, method, path, agent: this.agent, headers }).end();
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    return { status: response.statusCode!, etag: response.headers.etag, text: await text(response) };
  }

  /** How often its handler has read. */
  async reads(): Promise<number> {
    return Number((await this.ask('GET', '/reads')).text);
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
