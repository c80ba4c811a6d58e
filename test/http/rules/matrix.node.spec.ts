import { ADAPTERS } from '../../support/adapters.js';
import { describeMatrix } from './matrix.js';

ADAPTERS.filter(({ name }) => name === 'node').forEach(describeMatrix);
