import { CreateProduct } from './create-product.dto.js';

/** PUT replaces the product: every field again. */
export class ReplaceProduct extends CreateProduct {}
