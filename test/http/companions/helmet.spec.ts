import { describeBeside } from './beside.js';

describeBeside(['helmet'], {
  fields: [
    'content-security-policy',
    'x-frame-options',
    'strict-transport-security',
    'x-content-type-options',
  ],
});
