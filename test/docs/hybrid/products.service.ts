import { Injectable } from '@nestjs/common';
import { ExpectedVersion } from 'nestjs-etag';
import { InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/typeorm';
import { Product } from './product.entity.js';

@Injectable()
export class ProductsService {
  constructor(@InjectVersionedRepository(Product) private readonly products: VersionedRepository<Product>) {}

  rename(id: number, name: string, expected: ExpectedVersion): Promise<Product> {
    return this.products.update({ id }, { name }, expected);
  }
}

/** What `@IfMatch()` makes of a header field, made of an argument. */
export function versionIs(version: number): ExpectedVersion {
  return ExpectedVersion.of({ 'if-match': `"${version}"` });
}
