import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package. */
export const ROOT = dirname(fileURLToPath(import.meta.resolve('nestjs-etag/package.json')));

/** The program every server is. */
export const SERVER = join(ROOT, 'bench/dist/servers/main.js');

/** The program that measures functions. */
export const MICRO = join(ROOT, 'bench/dist/micro/main.js');
