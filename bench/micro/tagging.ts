import etag from 'etag';
import { formatEntityTag, type EntityTag } from 'nestjs-etag/rfc9110';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../root.js';
import { Catalogue } from '../servers/catalogue.js';
import type { MicroComparison } from './operation.interface.js';

/** The class behind `@ETag()`. The package does not export it, so it is taken from where the build put it. */
interface BodyHashModule {
  readonly BodyHash: new (algorithm: string) => { tagOf(body: string): EntityTag };
}
const file = pathToFileURL(join(ROOT, 'dist/tags/body-hash.js')).href;
const { BodyHash } = (await import(file)) as BodyHashModule;

const hash = new BodyHash('sha256');

export const TAGGING: readonly MicroComparison[] = [1, 100, 1000].map((items) => {
  const body = JSON.stringify(new Catalogue(items));
  return {
    name: `tag of a body of ${(body.length / 1024).toFixed(1)} KiB, against etag`,
    subject: { title: '@ETag(), SHA-256', run: () => formatEntityTag(hash.tagOf(body)) },
    baseline: { title: 'etag, SHA-1', run: () => etag(body) },
  };
});
