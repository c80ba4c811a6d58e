import { Body, Controller, Get, Module, NotFoundException, Param, ParseIntPipe, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { EtagTypeOrmModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/typeorm';
import { Column, Entity, PrimaryGeneratedColumn, Repository, VersionColumn } from 'typeorm';

@Entity('orders')
class Order {
  @PrimaryGeneratedColumn() id!: number;
  @Column('varchar') status!: string;
  @VersionColumn() version!: number;
}

@Controller('orders')
@Versioned(Order) // version, key and current state: all from TypeORM
class OrdersController {
  constructor(
    @InjectRepository(Order) private readonly orders: Repository<Order>,
    @InjectVersionedRepository(Order) private readonly writes: VersionedRepository<Order>,
  ) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<Order> {
    const order = await this.orders.findOneBy({ id });
    if (!order) throw new NotFoundException();
    return order;
  }

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: Pick<Order, 'status'>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Order> {
    return this.writes.update({ id }, changes, expected); // UPDATE … WHERE id = 7 AND version = 3
  }
}

@Module({ imports: [EtagTypeOrmModule.forFeature([Order])], controllers: [OrdersController] })
export class OrdersModule {}
