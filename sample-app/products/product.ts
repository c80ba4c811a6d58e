import { ApiProperty } from '@nestjs/swagger';

/** A product as the API answers it. Each library in orm/ has a schema of its own for it. */
export class Product {
  @ApiProperty({ type: 'integer' })
  id!: number;

  @ApiProperty()
  name!: string;

  @ApiProperty()
  price!: number;

  @ApiProperty({ type: 'integer' })
  stock!: number;

  /** Counted up by every write: the entity-tag of the product. */
  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty()
  updatedAt!: Date;
}
