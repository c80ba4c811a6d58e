import {
  Body,
  Controller,
  Get,
  Param,
  ParseIntPipe,
  Put,
  Req,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, Repository, VersionColumn } from 'typeorm';
import { EtagModule, ExpectedVersion, IfMatch, Versioned, type LookupRequest } from '../../src/index.js';
import {
  EtagTypeOrmModule,
  InjectVersionedRepository,
  VersionedRepository,
  type CollectionQuery,
} from '../../src/typeorm/index.js';
import { DATABASES, optionsFor } from '../typeorm/databases.js';
import type { Application } from './applications.js';

@Entity('products')
class Product {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  name!: string;

  @Column('int')
  price!: number;

  @VersionColumn()
  version!: number;
}

const page = ({ query }: LookupRequest): CollectionQuery<Product> => ({
  order: { name: 'ASC', id: 'ASC' },
  take: 2,
  skip: 2 * Number(query.page ?? 0),
  envelope: (data, total) => ({ data, total }),
});

@Controller('products')
class ProductsController {
  constructor(@InjectRepository(Product) private readonly products: Repository<Product>) {}

  @Get()
  @Versioned(Product, { collection: page, items: (body) => body.data })
  async list(@Req() request: LookupRequest) {
    const query = page(request); // the same function
    const [products, total] = await this.products.findAndCount(query);
    return query.envelope!(products, total);
  }
}

@Controller('lists')
class ListsController {
  constructor(@InjectRepository(Product) private readonly products: Repository<Product>) {}

  @Get()
  @Versioned() // the body is an array
  list() {
    return this.products.find({ order: { id: 'ASC' } });
  }

  @Get('page')
  @Versioned({ items: (body) => body.data })
  async page() {
    const [data, total] = await this.products.findAndCount({ order: { id: 'ASC' }, take: 20 });
    return { data, total };
  }
}

@Controller('products')
class ProductController {
  constructor(@InjectVersionedRepository(Product) private readonly products: VersionedRepository<Product>) {}

  @Put(':id')
  @Versioned(Product)
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: Partial<Product>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Product> {
    return this.products.update({ id }, changes, expected, { skipUnchanged: true });
  }
}

async function seed(app: INestApplication): Promise<void> {
  // Providers exist from here on, and routes do not yet.
  const source = app.get(DataSource);
  await source.getRepository(Product).insert([
    { name: 'Keyboard', price: 0 },
    { name: 'Camera', price: 0 },
    { name: 'Headphones', price: 0 },
  ]);
}

function applicationWith(...controllers: Type[]): Application {
  return {
    module: () => ({
      imports: [
        TypeOrmModule.forRoot({
          ...optionsFor(DATABASES[0]!),
          entities: [Product],
          synchronize: true,
        } as never),
        EtagTypeOrmModule.forFeature([{ entity: Product, skipUnchanged: true }]),
        EtagModule.forRoot(),
      ],
      controllers,
    }),
    configure: seed,
  };
}

export const collections = applicationWith(ProductsController, ListsController);
export const unchanged = applicationWith(ProductController);
