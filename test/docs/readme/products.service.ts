import { Injectable, NotFoundException } from '@nestjs/common';

export type Product = { id: number; name: string; price: number; version: number };

@Injectable()
export class ProductsService {
  private readonly products = new Map<number, Product>([
    [101, { id: 101, name: 'Wireless Headphones', price: 120, version: 1 }],
  ]);

  list(): Product[] {
    return [...this.products.values()];
  }

  find(id: number): Product {
    const product = this.products.get(id);
    if (!product) throw new NotFoundException();
    return product;
  }

  update(id: number, changes: Pick<Product, 'name' | 'price'>): Product {
    const product = this.find(id);
    const changed = { ...product, ...changes, version: product.version + 1 };
    this.products.set(id, changed);
    return changed;
  }
}
