import { ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import { CreateProduct } from './create-product.dto.js';

/** Unlike `@IsOptional()`, which would let a null through to a NOT NULL column. */
const IfGiven = () => ValidateIf((_, value) => value !== undefined);

/** PATCH changes the fields it names. The rules of each are those of its creation. */
export class UpdateProduct extends CreateProduct {
  @ApiPropertyOptional()
  @IfGiven()
  declare name: string;

  @ApiPropertyOptional()
  @IfGiven()
  declare price: number;

  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  declare stock: number;
}
