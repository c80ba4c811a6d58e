import { it } from '@jest/globals';
import { describeBeside } from './beside.js';
import { HAS_SCHEMAS, tagsOfWhatIsSent } from './serialized.js';

if (HAS_SCHEMAS) describeBeside(['StandardSchemaSerializerInterceptor'], {}, tagsOfWhatIsSent);
else it.skip('this Nest has no StandardSchemaSerializerInterceptor: it came with Nest 12', () => undefined);
