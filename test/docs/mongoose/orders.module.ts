import { Body, Controller, Get, Module, NotFoundException, Param, Put } from '@nestjs/common';
import { InjectModel, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { EtagMongooseModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/mongoose';

@Schema({ optimisticConcurrency: true, timestamps: true })
class Order {
  readonly id!: string;
  @Prop() status!: string;
}

const OrderSchema = SchemaFactory.createForClass(Order);

@Controller('orders')
@Versioned(Order) // __v, updatedAt, the key and the current state: all from Mongoose
class OrdersController {
  constructor(
    @InjectModel(Order.name) private readonly orders: Model<Order>,
    @InjectVersionedRepository(Order) private readonly writes: VersionedRepository<Order>,
  ) {}

  @Get(':id')
  async findOne(@Param('id') id: string): Promise<Order> {
    const order = await this.orders.findById(id);
    if (!order) throw new NotFoundException();
    return order;
  }

  @Put(':id')
  update(
    @Param('id') id: string,
    @Body() changes: Pick<Order, 'status'>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Order> {
    return this.writes.update({ id }, changes, expected); // findOneAndUpdate({ _id, __v: 3 }, …)
  }
}

@Module({
  imports: [EtagMongooseModule.forFeature([{ entity: Order, schema: OrderSchema }])],
  controllers: [OrdersController],
})
export class OrdersModule {}
