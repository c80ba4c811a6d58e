/** Clients that change the same product: each version has one winner, and no change is lost. */
import { StrictConnection } from '../../test/fuzz/connection.js';
import type { Client, Context } from '../load.js';
import { MismatchError } from '../mismatch.js';
import { pathOf, send, type Product } from '../product.js';

/** What became of a product that several clients change. */
export class Contest {
  /** The versions that a client was told it had made. */
  private readonly made = new Set<number>();

  private constructor(
    readonly id: number,
    private readonly first: Product,
  ) {}

  static async over(port: number, id: number): Promise<Contest> {
    return new Contest(id, await read(port, id));
  }

  /** @throws Error where another client was told the same */
  won(version: number): void {
    if (this.made.has(version)) throw new Error(`two writers have made version ${version}`);
    this.made.add(version);
  }

  /** What does not add up at the end; nothing where every write is there. */
  async problems(port: number): Promise<string[]> {
    const last = await read(port, this.id);
    const versions = last.version - this.first.version;
    return [
      ...(versions === this.made.size ? [] : [`${versions} versions of ${this.made.size} successful writes`]),
      ...(last.stock - this.first.stock === this.made.size
        ? []
        : [`a stock of ${last.stock} after ${this.made.size} sales of ${this.first.stock}`]),
    ];
  }
}

export class Racer implements Client {
  readonly name = 'racer';
  private current: Product | undefined;

  constructor(private readonly contest: Contest) {}

  async step(context: Context): Promise<void> {
    const connection = await context.connection();
    const path = pathOf(this.contest);
    const { version, stock } = (this.current ??= JSON.parse(
      (await send(connection, { path })).body.toString(),
    ) as Product);
    const request = {
      method: 'PATCH',
      path,
      headers: { 'If-Match': `"${version}"` },
      body: { stock: stock + 1 },
    };
    const response = await send(connection, request);
    this.current = undefined;
    if (response.status === 412) return;
    const now = JSON.parse(response.body.toString()) as Product;
    if (response.status !== 200 || now.version !== version + 1 || now.stock !== stock + 1)
      throw new MismatchError(request, response, `version ${version} had a stock of ${stock}`);
    this.contest.won(now.version);
    this.current = now;
  }
}

async function read(port: number, id: number): Promise<Product> {
  const connection = await StrictConnection.open(port);
  try {
    return JSON.parse((await send(connection, { path: pathOf({ id }) })).body.toString()) as Product;
  } finally {
    connection.close();
  }
}
