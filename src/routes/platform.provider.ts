import type { FactoryProvider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { SETTINGS, type Settings } from '../options/settings.js';
import { ExpressPlatform } from '../express/express.platform.js';
import { FastifyPlatform, type FastifyServer } from '../fastify/fastify.platform.js';
import { ResponsePlatform } from '../request/platform.js';

/** The platform of the application's HTTP adapter. */
export const platformProvider: FactoryProvider<ResponsePlatform> = {
  provide: ResponsePlatform,
  inject: [HttpAdapterHost, SETTINGS],
  useFactory: ({ httpAdapter }: HttpAdapterHost, { errors }: Settings) => {
    const type: string = httpAdapter?.getType() ?? 'none';
    if (type === 'fastify') return new FastifyPlatform(httpAdapter.getInstance<FastifyServer>(), errors);
    // Without an adapter (an application context, a module under test) no route exists to be served.
    if (type === 'express' || type === 'none') return new ExpressPlatform(httpAdapter, errors);
    throw new Error(`EtagModule: the HTTP adapter "${type}" is not supported; use Express or Fastify.`);
  },
};
