import { Body, Controller, Get, Param, Put, UseInterceptors } from '@nestjs/common';
import { currentFrom, ETag, RequirePrecondition, Versioned } from 'nestjs-etag';
import { map } from 'rxjs';
import { OrdersService, type Address, type Order } from './orders.service.js';

const order = currentFrom(OrdersService, (orders, { params }) => orders.find(params.id));
const line = currentFrom(OrdersService, (orders, { params }) => orders.line(params.id, params.number));

/** Sends a part of what the handler returns. The tag was made before that, of the whole. */
const Sends = (part: (order: Order) => object) =>
  UseInterceptors({ intercept: (_, next) => next.handle().pipe(map(part)) });

@Controller('orders')
@Versioned({ current: order })
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get(':id')
  @Sends(({ id, status }) => ({ id, status }))
  findOne(@Param('id') id: string): Order {
    return this.orders.find(id);
  }

  @Get(':id/address')
  @Versioned({ current: order })
  @Sends(({ address }) => address)
  address(@Param('id') id: string): Order {
    return this.orders.find(id);
  }

  @Put(':id/address')
  @Versioned({ current: order })
  @RequirePrecondition()
  @Sends(({ address }) => address)
  move(@Param('id') id: string, @Body() address: Address): Order {
    return this.orders.move(id, address);
  }

  @Get(':id/lines/:number')
  @Versioned({ current: line })
  line(@Param('id') id: string, @Param('number') number: string) {
    return this.orders.line(id, number);
  }

  @Put(':id/lines/:number')
  @Versioned({ current: line })
  amend(@Param('id') id: string, @Param('number') number: string, @Body('amount') amount: number) {
    return this.orders.amend(id, number, amount);
  }

  @Get(':id/summary')
  @ETag()
  summary(@Param('id') id: string) {
    const { status, lines } = this.orders.find(id);
    return { status, articles: lines.map(({ article }) => article) };
  }

  @Get(':id/label')
  label(@Param('id') id: string) {
    const { address } = this.orders.find(id);
    return { text: `${address.street}, ${address.city}` };
  }
}
