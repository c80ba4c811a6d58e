import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt } from 'class-validator';
import { LARGEST_ID, parseProductId } from '../product-id.js';

/**
 * The `:id` of a path. A class, because a plain `id: number` would reach its pipe by way of the global
 * ValidationPipe, which takes `0x65` and `1e2` for numbers too.
 */
export class ProductParams {
  @ApiProperty({ type: 'integer', example: 101 })
  @Transform(({ value }) => parseProductId(value))
  @IsInt({ message: `id must be a whole number from 1 to ${LARGEST_ID}` })
  id!: number;
}
