import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { IsPrice } from './is-price.js';

/** The largest `integer` of PostgreSQL. */
const LARGEST_STOCK = 2_147_483_647;

/** Every field of a product that is the client's to say. */
export class CreateProduct {
  @ApiProperty({ example: 'Wireless Headphones', maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}\p{Cs}]*$/u, {
    message: 'name must not contain control characters or halves of surrogate pairs',
  })
  name!: string;

  @ApiProperty({ example: 110, minimum: 0 })
  @IsPrice()
  price!: number;

  @ApiProperty({ type: 'integer', example: 40, minimum: 0 })
  @IsInt()
  @Min(0)
  @Max(LARGEST_STOCK)
  stock!: number;
}
