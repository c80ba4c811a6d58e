import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';
import { Unavailable } from './database.js';
import { query } from './sql.js';
import { unprivileged, type User } from './user.js';

const COMES_UP_WITHIN = 60_000;
const ALWAYS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];

/** A PostgreSQL server of one's own, as a child process. */
export class Cluster {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly binaries: string,
    private readonly user: User,
    private readonly folder: string,
    private readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  /** A new one, with its files in this empty folder. */
  static async create(folder: string): Promise<Cluster> {
    const [binaries, user] = [postgresBinaries(), userFor(folder)];
    // Only the making of the cluster need not survive a crash; what it commits later must.
    const options = ['--no-sync', '--auth=trust', '--username=postgres', `--pgdata=${folder}`];
    execFileSync(join(binaries, 'initdb'), options, { ...user, cwd: folder, stdio: 'ignore' });
    return new Cluster(binaries, user, folder, await freePort(), []);
  }

  /** One that follows another, which runs, and is as many milliseconds behind. */
  static async replicaOf(original: Cluster, folder: string, behind: number): Promise<Cluster> {
    const [binaries, user] = [postgresBinaries(), userFor(folder)];
    const options = ['--no-sync', '--checkpoint=fast', '--write-recovery-conf', `--pgdata=${folder}`];
    const from = `--dbname=${original.url}`;
    execFileSync(join(binaries, 'pg_basebackup'), [...options, from], {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    });
    return new Cluster(binaries, user, folder, await freePort(), [`recovery_min_apply_delay=${behind}ms`]);
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = [...ALWAYS, ...this.settings].flatMap((setting) => ['-c', setting]);
    this.server = spawn(
      join(this.binaries, 'postgres'),
      ['-D', this.folder, '-p', String(this.port), ...settings],
      { ...this.user, cwd: this.folder, stdio: 'ignore' },
    );
    process.once('exit', this.quit);
    for (const deadline = Date.now() + COMES_UP_WITHIN; ; await sleep(50)) {
      if (await answers(`${this.url}/postgres`)) return;
      if (this.server.exitCode !== null || Date.now() > deadline)
        throw new Unavailable('the private PostgreSQL cluster does not start');
    }
  }

  /** As `pg_ctl stop -m immediate` does: without a checkpoint, so that the next start recovers from the log. */
  async stop(): Promise<void> {
    process.off('exit', this.quit);
    if (!this.server || this.server.exitCode !== null || this.server.signalCode !== null) return;
    const ended = once(this.server, 'exit');
    this.quit();
    await ended;
  }

  private readonly quit = (): void => {
    this.server?.kill('SIGQUIT');
  };
}

/** PostgreSQL refuses to run as root, and wants its folder for itself. */
function userFor(folder: string): User {
  const user = unprivileged('postgres', 'PostgreSQL');
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  return user;
}

/** Debian keeps them out of the way, one folder for each version. */
function postgresBinaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a)).map((v) => join(debian, v, 'bin'));
  const folders = [...newestFirst, ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) throw new Unavailable('there is no initdb to make a private PostgreSQL cluster with');
  return found;
}

async function answers(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}
