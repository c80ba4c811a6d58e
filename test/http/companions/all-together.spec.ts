/** An application that has all of them. */
import { describeBeside } from './beside.js';
import type { CompanionName } from './companions.js';
import { HAS_SCHEMAS } from './serialized.js';

const EVERYWHERE: readonly CompanionName[] = [
  '@nestjs/cache-manager',
  '@nestjs/throttler',
  '@nestjs/passport',
  'nestjs-pino',
  'nestjs-cls',
  'helmet',
  'compressor',
  'ClassSerializerInterceptor',
  ...(HAS_SCHEMAS ? (['StandardSchemaSerializerInterceptor'] as const) : []),
];
const SERVED: readonly CompanionName[] = [...EVERYWHERE, '@nestjs/serve-static', '@nestjs/swagger'];

const expectations = {
  headers: { authorization: 'Bearer anna', 'accept-encoding': 'gzip' },
  fields: ['x-cache', 'x-ratelimit-limit', 'content-security-policy', 'vary'],
  fresh: false,
};

describeBeside(SERVED, { ...expectations, on: ['express'] });
describeBeside([...SERVED, '@fastify/etag'], { ...expectations, on: ['fastify'] });
describeBeside(EVERYWHERE, { ...expectations, on: ['node'] });
