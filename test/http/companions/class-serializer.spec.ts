import { describeBeside } from './beside.js';
import { tagsOfWhatIsSent } from './serialized.js';

describeBeside(['ClassSerializerInterceptor'], {}, tagsOfWhatIsSent);
