import { Injectable, NotFoundException } from '@nestjs/common';

export type Address = { street: string; city: string };
export type Line = { number: number; article: string; amount: number; version: number };
export type Order = { id: string; status: string; address: Address; lines: Line[]; version: number };

@Injectable()
export class OrdersService {
  private readonly orders = new Map<string, Order>([
    [
      '7',
      {
        id: '7',
        status: 'open',
        address: { street: 'Elm Street 1', city: 'Riverton' },
        lines: [{ number: 1, article: 'Tea', amount: 2, version: 5 }],
        version: 3,
      },
    ],
  ]);

  find(id: string | undefined): Order {
    const order = this.orders.get(id ?? '');
    if (!order) throw new NotFoundException();
    return order;
  }

  line(id: string | undefined, number: string | undefined): Line {
    const line = this.find(id).lines.find((one) => one.number === Number(number));
    if (!line) throw new NotFoundException();
    return line;
  }

  move(id: string, address: Address): Order {
    const order = this.find(id);
    const moved = { ...order, address, version: order.version + 1 };
    this.orders.set(id, moved);
    return moved;
  }

  amend(id: string, number: string, amount: number): Line {
    const line = this.line(id, number);
    return Object.assign(line, { amount, version: line.version + 1 });
  }
}
