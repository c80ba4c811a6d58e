import type { INestApplication } from '@nestjs/common';
import { ProductsService } from './products/products.service.js';

const ID = 101;

/** Commands that do what their comments say when they are run in this order. */
export async function thingsToTry(app: INestApplication): Promise<string> {
  const products = await app.get(ProductsService).list();
  const version = products.find(({ id }) => id === ID)?.version ?? 1;
  const home = await app.getUrl();
  const url = `${home}/api/products`;
  const product = `curl -i ${url}/${ID}`;
  const patch = `${product} -X PATCH -H 'Content-Type: application/json' -d '{"stock":44}'`;
  return `
The product desk is on ${home}/ for your browser: open it in two windows.

Products on ${url}. Try:

  # 200, with an ETag
  ${product}

  # 304: you have the current version already
  ${product} -H 'If-None-Match: "${version}"'

  # 200, with a new ETag: it is the version you read that you change
  ${patch} -H 'If-Match: "${version}"'

  # 412: somebody (you, just now) was faster
  ${patch} -H 'If-Match: "${version}"'

  # 428: which version do you mean to change?
  ${patch}
`;
}
