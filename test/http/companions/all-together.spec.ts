/** An application that has all of them. */
import { describeBeside } from './beside.js';
import type { CompanionName } from './companions.js';
import { IS_NEST_12 } from './serialized.js';

const EVERYWHERE: readonly CompanionName[] = [
  '@nestjs/cache-manager',
  '@nestjs/throttler',
  '@nestjs/passport',
  'nestjs-pino',
  'nestjs-cls',
  'helmet',
  'compressor',
  'ClassSerializerInterceptor',
  ...(IS_NEST_12 ? (['StandardSchemaSerializerInterceptor'] as const) : []),
];
const SERVED: readonly CompanionName[] = [
  ...EVERYWHERE,
  '@nestjs/swagger',
  ...(IS_NEST_12 ? (['@nestjs/serve-static'] as const) : []),
];

const expectations = {
  headers: { authorization: 'Bearer anna', 'accept-encoding': 'gzip' },
  fields: ['x-cache', 'x-ratelimit-limit', 'content-security-policy', 'vary'],
  fresh: false,
};

describeBeside(SERVED, { ...expectations, on: ['express'] });
describeBeside([...SERVED, '@fastify/etag'], { ...expectations, on: ['fastify'] });
describeBeside(EVERYWHERE, { ...expectations, on: ['node'] });
