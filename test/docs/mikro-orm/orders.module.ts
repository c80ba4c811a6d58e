import { EntityManager } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Body, Controller, Get, Module, NotFoundException, Param, ParseIntPipe, Put } from '@nestjs/common';
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { EtagMikroOrmModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/mikro-orm';

@Entity({ tableName: 'orders' })
export class Order {
  @PrimaryKey({ type: 'integer' }) id!: number;
  @Property({ type: 'string' }) status!: string;
  @Property({ type: 'integer', version: true }) version!: number;
}

@Controller('orders')
@Versioned(Order) // version, key and current state: all from MikroORM
class OrdersController {
  constructor(
    private readonly em: EntityManager,
    @InjectVersionedRepository(Order) private readonly writes: VersionedRepository<Order>,
  ) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<Order> {
    const order = await this.em.findOne(Order, id);
    if (!order) throw new NotFoundException();
    return order;
  }

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: { status: string },
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Order> {
    return this.writes.update({ id }, changes, expected); // update … where id = 7 and version in (3)
  }
}

@Module({ imports: [EtagMikroOrmModule.forFeature([Order])], controllers: [OrdersController] })
export class OrdersModule {}
