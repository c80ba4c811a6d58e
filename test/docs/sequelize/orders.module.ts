import { Body, Controller, Get, Module, NotFoundException, Param, ParseIntPipe, Put } from '@nestjs/common';
import { InjectModel } from '@nestjs/sequelize';
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { EtagSequelizeModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/sequelize';
import { Column, DataType, Model, Table } from 'sequelize-typescript';

@Table({ tableName: 'orders', version: true, timestamps: false })
class Order extends Model {
  @Column({ type: DataType.INTEGER, primaryKey: true, autoIncrement: true }) declare id: number;
  @Column(DataType.STRING) declare status: string;
  declare version: number;
}

@Controller('orders')
@Versioned(Order) // version, key and current state: all from Sequelize
class OrdersController {
  constructor(
    @InjectModel(Order) private readonly orders: typeof Order,
    @InjectVersionedRepository(Order) private readonly writes: VersionedRepository<Order>,
  ) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<Order> {
    const order = await this.orders.findByPk(id);
    if (!order) throw new NotFoundException();
    return order;
  }

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: { status: string },
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Order> {
    return this.writes.update({ id }, changes, expected); // UPDATE … WHERE id = 7 AND version IN (3)
  }
}

@Module({ imports: [EtagSequelizeModule.forFeature([Order])], controllers: [OrdersController] })
export class OrdersModule {}
