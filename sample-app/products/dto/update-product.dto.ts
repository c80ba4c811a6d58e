import { ValidateIf } from 'class-validator';
import { CreateProduct } from './create-product.dto.js';

/** Unlike `@IsOptional()`, which would let a null through to a NOT NULL column. */
const IfGiven = () => ValidateIf((_, value) => value !== undefined);

/** PATCH changes the fields it names. The rules of each are those of its creation. */
export class UpdateProduct extends CreateProduct {
  @IfGiven()
  declare name: string;

  @IfGiven()
  declare price: number;

  @IfGiven()
  declare stock: number;
}
