import { messageOf, type Answer } from './answer.js';
import type { Http } from './http.js';
import type { Fields, Product, Tagged } from './product.js';

const PATH = '/api/products';

/** The product API. A read throws where it is refused; what comes of a write is the caller's to look at. */
export class Products {
  constructor(private readonly http: Http) {}

  async list(): Promise<readonly Product[]> {
    return successful(await this.http.read(PATH)).body as Product[];
  }

  /** @returns undefined where there is no such product (any more) */
  async find(id: number): Promise<Tagged | undefined> {
    const answer = await this.http.read(`${PATH}/${id}`);
    if (answer.status === 404) return undefined;
    const { body, tag = '' } = successful(answer);
    return { product: body as Product, tag };
  }

  create(fields: Fields): Promise<Answer> {
    return this.http.write('POST', PATH, undefined, fields);
  }

  replace(id: number, fields: Fields, tag: string): Promise<Answer> {
    return this.http.write('PUT', `${PATH}/${id}`, tag, fields);
  }

  remove(id: number, tag: string): Promise<Answer> {
    return this.http.write('DELETE', `${PATH}/${id}`, tag);
  }
}

function successful(answer: Answer): Answer {
  if (answer.status < 400) return answer;
  throw new Error(messageOf(answer));
}
