import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { WireResponse } from '../../support/wire.js';

/** The text behind the coding. */
export function decoded({ headers, body }: WireResponse): string {
  const coding = body.length > 0 ? headers['content-encoding'] : undefined;
  if (coding === 'gzip') return gunzipSync(body).toString();
  return (coding === 'br' ? brotliDecompressSync(body) : body).toString();
}
