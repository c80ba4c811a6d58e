import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/** The answer to a client that introduces itself: it may come in, and the server is ready. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const TERMINATE = 0x58;

/** What `pg` takes for the socket of a server: PGlite speaks the protocol of PostgreSQL, once a client is in. */
export class PGliteSocket extends Duplex {
  private isIn = false;

  constructor(private readonly database: PGlite) {
    super();
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // What is there has been pushed.
  }

  override _write(chunk: Uint8Array, _: string, done: (error?: Error | null) => void): void {
    this.answer(chunk).then(() => done(), done);
  }

  private async answer(message: Uint8Array): Promise<void> {
    if (message[0] === TERMINATE) {
      this.push(null);
      return;
    }
    this.push(this.isIn ? await this.database.execProtocolRaw(new Uint8Array(message)) : WELCOME);
    this.isIn = true;
  }
}
