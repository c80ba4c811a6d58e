import type { Product } from './product.js';

/** Something to look at on the first start. */
export const PRODUCTS: readonly Pick<Product, 'id' | 'name' | 'price' | 'stock'>[] = [
  { id: 101, name: 'Wireless Headphones', price: 120, stock: 45 },
  { id: 102, name: 'Mechanical Keyboard', price: 89.5, stock: 20 },
  { id: 103, name: 'USB-C Cable', price: 9.99, stock: 300 },
];
