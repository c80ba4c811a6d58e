import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('node_modules/typeorm/package.json', 'utf8')) as {
  version: string;
};

/** What TypeORM itself does in another way in its older versions, which `npm run test:typeorm03` has in its place. */
export const TYPEORM = {
  /** An entity is loaded with its virtual columns. */
  readsVirtualColumns: version !== '0.3.20',
  /** Bytes that are the same are taken for the same. */
  comparesBytes: !version.startsWith('0.'),
  /** Statements of one `save()` follow each other. */
  savesInTurn: !version.startsWith('0.'),
};
