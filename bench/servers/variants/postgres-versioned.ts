import type { Start } from '../serving.js';
import { serveVersionedProducts } from '../versioned-products.js';

/** `@Versioned(Product)`: the current state is asked for before the handler, and a stale write never reaches it. */
export const start: Start = (launch) => serveVersionedProducts(launch);
