import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { PreconditionFailedException, type ExpectedVersion } from 'nestjs-etag';
import { Repository } from 'typeorm';
import type { CreateProduct } from './dto/create-product.dto.js';
import { parseProductId } from './product-id.js';
import { Product } from './product.entity.js';

type Changes = Partial<CreateProduct>;
type Validators = Pick<Product, 'id' | 'version' | 'updatedAt'>;

/**
 * Products in the database. Every write is one SQL statement, so none needs a transaction: the version in its WHERE
 * is what keeps two writers apart.
 */
@Injectable()
export class ProductsService {
  constructor(@InjectRepository(Product) private readonly products: Repository<Product>) {}

  list(): Promise<Product[]> {
    return this.products.find({ order: { id: 'ASC' } });
  }

  /** @throws NotFoundException */
  async find(id: number): Promise<Product> {
    const product = await this.products.findOneBy({ id });
    if (product) return product;
    throw new NotFoundException(`There is no product ${id}.`);
  }

  /**
   * What the tag of a product is made of, asked before the handler runs: null where there is no such product,
   * undefined where the id is none (the handler's pipes say so to the client).
   */
  async findValidators(idText: string | undefined): Promise<Validators | null | undefined> {
    const id = parseProductId(idText);
    if (id === undefined) return undefined;
    return this.products.findOne({ where: { id }, select: { id: true, version: true, updatedAt: true } });
  }

  async create(fields: CreateProduct): Promise<Product> {
    const product = this.products.create(fields);
    await this.products.insert(product);
    return product;
  }

  /**
   * @throws NotFoundException
   * @throws PreconditionFailedException where the product is not what the client expects, or not any more
   */
  async update(id: number, changes: Changes, expected: ExpectedVersion): Promise<Product> {
    const product = await this.find(id);
    await expected.assert(product);
    if (await this.saveIfUnchanged(product, changes)) return product;
    return this.afterLostRace(expected, () => this.update(id, changes, expected));
  }

  /** @throws as {@link update} does */
  async remove(id: number, expected: ExpectedVersion): Promise<void> {
    const product = await this.find(id);
    await expected.assert(product);
    if (await this.deleteIfUnchanged(product)) return;
    await this.afterLostRace(expected, () => this.remove(id, expected));
  }

  /** The compare-and-set. TypeORM counts the version up and moves updatedAt. */
  private async saveIfUnchanged(product: Product, changes: Changes): Promise<boolean> {
    const { id, version } = product;
    const { raw } = await this.products
      .createQueryBuilder()
      .update()
      .set(changes)
      .where({ id, version })
      .returning(['version', 'updatedAt'])
      .execute();
    const [saved] = raw as Pick<Product, 'version' | 'updatedAt'>[];
    // merge() passes over the fields a PATCH leaves undefined.
    if (saved) this.products.merge(product, changes, saved);
    return saved !== undefined;
  }

  private async deleteIfUnchanged({ id, version }: Product): Promise<boolean> {
    const { raw } = await this.products
      .createQueryBuilder()
      .delete()
      .where({ id, version })
      .returning(['id'])
      .execute();
    return (raw as unknown[]).length > 0;
  }

  /**
   * Somebody else wrote between our SELECT and our write. Asked again, If-Match answers for itself: 412 with the
   * current tag, 404 where the product is gone, another attempt where the client accepts the new state too (`*`).
   * A date cannot tell two changes of one second apart, so without If-Match the race is lost for good.
   */
  private afterLostRace<T>(expected: ExpectedVersion, again: () => Promise<T>): Promise<T> {
    if (!expected.any && expected.versions.length === 0) throw new PreconditionFailedException();
    return again();
  }
}
