import {
  Body,
  Controller,
  Get,
  Inject,
  Module,
  NotFoundException,
  Param,
  ParseIntPipe,
  Put,
} from '@nestjs/common';
import { IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';
import { EtagPrismaModule, InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/prisma';
import { PrismaModule, PrismaService } from './prisma.service.js';

class Product {
  readonly id!: number;
  readonly title!: string;
  readonly version!: number;
}

@Controller('products')
@Versioned(Product) // version, key and current state: all from the schema
class ProductsController {
  constructor(
    @Inject(PrismaService) private readonly prisma: PrismaService,
    @InjectVersionedRepository(Product) private readonly writes: VersionedRepository<Product>,
  ) {}

  @Get(':id')
  async findOne(@Param('id', ParseIntPipe) id: number): Promise<object> {
    const product = await this.prisma.client.product.findUnique({ where: { id } });
    if (!product) throw new NotFoundException();
    return product;
  }

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: Pick<Product, 'title'>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.writes.update({ id }, changes, expected); // UPDATE … WHERE id = 7 AND version IN (3)
  }
}

const client = {
  imports: [PrismaModule],
  inject: [PrismaService],
  useFactory: (prisma: PrismaService) => prisma.client,
};

@Module({
  imports: [EtagPrismaModule.forFeature([{ entity: Product }], client)],
  controllers: [ProductsController],
})
export class ProductsModule {}
