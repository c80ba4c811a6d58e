import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';
import { Unavailable, type Database } from './database.js';
import { createOnMariadb } from './mariadb.js';
import { onPremises } from './premises.js';
import { query } from './sql.js';
import { unprivileged, type User } from './user.js';

const COMES_UP_WITHIN = 60_000;
/** Nothing of the machine's own server: neither its settings nor its files. */
const ALONE = ['--no-defaults', '--bind-address=127.0.0.1', '--skip-name-resolve', '--skip-grant-tables'];

/** A MariaDB server of one's own, as a child process. */
class MariadbServer {
  private server: ChildProcess | undefined;

  constructor(
    private readonly folder: string,
    private readonly user: User,
    private readonly port: number,
    private readonly settings: readonly string[],
  ) {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    this.install();
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${this.port}`;
  }

  /** @throws Unavailable */
  async start(): Promise<void> {
    const files = [`--datadir=${this.folder}`, `--socket=${join(this.folder, 'socket')}`];
    const options = [...ALONE, ...files, `--port=${this.port}`, ...this.settings];
    this.server = spawn(programOf('mariadbd'), options, { ...this.user, cwd: this.folder, stdio: 'ignore' });
    process.once('exit', this.kill);
    for (const deadline = Date.now() + COMES_UP_WITHIN; ; await sleep(50)) {
      const answered = await query(`${this.url}/mysql`, 'SELECT 1').catch(() => undefined);
      if (answered) return;
      if (this.server.exitCode !== null || Date.now() > deadline)
        throw new Unavailable(`a private MariaDB server does not start with ${this.settings.join(' ')}`);
    }
  }

  async stop(): Promise<void> {
    process.off('exit', this.kill);
    if (!this.server || this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = once(this.server, 'exit');
    this.kill();
    await ended;
  }

  private install(): void {
    const options = ['--no-defaults', `--datadir=${this.folder}`, '--skip-test-db'];
    const installer = programOf('mariadb-install-db');
    execFileSync(installer, [...options, '--auth-root-authentication-method=normal'], {
      ...this.user,
      cwd: this.folder,
      stdio: 'ignore',
    });
  }

  private readonly kill = (): void => {
    this.server?.kill('SIGKILL');
  };
}

/** A database on a server of its own, with these settings. */
export function createOnPrivateMariadb(...settings: readonly string[]): Promise<Database> {
  return onPremises(async (premises) => {
    const user = unprivileged('mysql', 'MariaDB');
    const server = premises.started(new MariadbServer(premises.folder(), user, await freePort(), settings));
    await server.start();
    return createOnMariadb(server.url);
  });
}

/** @throws Unavailable */
function programOf(name: string): string {
  try {
    const path = `${process.env['PATH']}:/usr/sbin`;
    return execFileSync('which', [name], { env: { PATH: path }, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch (error) {
    throw new Unavailable(`there is no ${name} to make a private MariaDB server with`, { cause: error });
  }
}
