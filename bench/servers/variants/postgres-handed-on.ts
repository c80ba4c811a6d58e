import type { Start } from '../serving.js';
import { serveVersionedProducts } from '../versioned-products.js';

/** `current: false`: the write is one statement, which finds out by itself. */
export const start: Start = (launch) => serveVersionedProducts(launch, { current: false });
