import { expect, it } from '@jest/globals';
import { matchers } from 'nestjs-etag/testing/jest';

expect.extend(matchers);

it('has matchers', () => {
  const response = new Response('', { headers: { ETag: '"3"' } });
  expect(response).toHaveStrongETag('3');
  expect(response).not.toBeNotModified();
});
