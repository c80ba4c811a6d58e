/** A write that the server has begun, and cannot end before its client sends the rest. */
import { StrictConnection, type StrictResponse } from '../../test/fuzz/connection.js';
import { etagOf, expectProduct, messageOf, pathOf, type Product } from '../product.js';
import { create } from './owner.js';

export class HeldWrite {
  private constructor(
    private readonly connection: StrictConnection,
    private readonly product: Product,
    private readonly rest: Buffer,
  ) {}

  /** When this has come back, the server has read the head: it has said `100 Continue`. */
  static async begin(port: number): Promise<HeldWrite> {
    const connection = await StrictConnection.open(port);
    const product = await create(connection);
    const bytes = messageOf(requestFor(product));
    const end = bytes.indexOf('\r\n\r\n') + 4;
    const { status } = await connection.interim(bytes.subarray(0, end));
    if (status !== 100) throw new Error(`${status}, not 100 Continue`);
    return new HeldWrite(connection, product, bytes.subarray(end));
  }

  /** @throws Error where it is not answered as any other */
  async finish(): Promise<void> {
    try {
      const response: StrictResponse = await this.connection.exchange(this.rest, 'PATCH');
      const next = { ...this.product, stock: this.product.stock + 1, version: 2 };
      expectProduct(requestFor(this.product), response, next);
    } finally {
      this.connection.close();
    }
  }
}

function requestFor(product: Product) {
  return {
    method: 'PATCH',
    path: pathOf(product),
    headers: { 'If-Match': etagOf(product), Expect: '100-continue' },
    body: { stock: product.stock + 1 },
  };
}
