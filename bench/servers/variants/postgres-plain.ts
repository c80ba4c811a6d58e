import {
  Body,
  Controller,
  Get,
  Headers,
  Param,
  ParseIntPipe,
  PreconditionFailedException,
  Put,
  Res,
} from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import type { ServerResponse } from 'node:http';
import { Repository } from 'typeorm';
import { nestOnPostgres, Product } from '../postgres.js';
import type { Start } from '../serving.js';

interface Response extends Pick<ServerResponse, 'statusCode'> {
  header(name: string, value: string): unknown;
}

@Controller('products/:id')
class ProductsController {
  constructor(@InjectRepository(Product) private readonly products: Repository<Product>) {}

  @Get()
  read(@Param('id', ParseIntPipe) id: number): Promise<Product | null> {
    return this.products.findOneBy({ id });
  }

  /** The statement an application without us would have to send to lose no update either. */
  @Put()
  async write(
    @Param('id', ParseIntPipe) id: number,
    @Body() { name, stock }: Product,
    @Headers('if-match') condition: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Product> {
    const version = Number(condition.slice(1, -1));
    const query = this.products.createQueryBuilder().update().set({ name, stock });
    const { raw } = await query
      .where({ id, version })
      .returning(['id', 'name', 'stock', 'version'])
      .execute();
    const [row] = raw as Product[];
    if (!row) throw new PreconditionFailedException();
    response.header('ETag', `"${row.version}"`);
    return this.products.create(row);
  }
}

/** TypeORM by hand: the version in the WHERE of the UPDATE, the header field taken apart with a slice. */
export const start: Start = (launch) =>
  nestOnPostgres(launch, {
    imports: [TypeOrmModule.forFeature([Product])],
    controllers: [ProductsController],
  });
