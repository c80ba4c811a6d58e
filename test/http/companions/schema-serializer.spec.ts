import { it } from '@jest/globals';
import { describeBeside } from './beside.js';
import { IS_NEST_12, tagsOfWhatIsSent } from './serialized.js';

if (IS_NEST_12) describeBeside(['StandardSchemaSerializerInterceptor'], {}, tagsOfWhatIsSent);
else it.skip('this Nest has no StandardSchemaSerializerInterceptor: it came with Nest 12', () => undefined);
