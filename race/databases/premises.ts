import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.js';

/** What a private server is to be stopped with. */
interface Stoppable {
  stop(): Promise<void>;
}

/** The folders and servers of one database, which all go when it is dropped. */
export class Premises {
  private readonly folders: string[] = [];
  private readonly servers: Stoppable[] = [];

  /** An empty one. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'etag-race-'));
    this.folders.push(folder);
    return folder;
  }

  /** The last one is stopped first. */
  started<T extends Stoppable>(server: T): T {
    this.servers.unshift(server);
    return server;
  }

  readonly drop = async (): Promise<void> => {
    for (const server of this.servers) await server.stop();
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  };
}

/** Leaves nothing behind where the making fails. */
export async function onPremises(make: (premises: Premises) => Promise<Database>): Promise<Database> {
  const premises = new Premises();
  try {
    return { ...(await make(premises)), drop: premises.drop };
  } catch (error) {
    await premises.drop();
    throw error;
  }
}
