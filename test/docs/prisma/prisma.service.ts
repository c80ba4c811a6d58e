import { Module } from '@nestjs/common';
import { countVersions } from 'nestjs-etag/prisma';
import { PrismaClient } from '../generated/prisma/client.js';
import { adapter } from './database.js';

export class PrismaService {
  readonly client = new PrismaClient({ adapter }).$extends(countVersions({ Product: 'version' }));
}

@Module({ providers: [PrismaService], exports: [PrismaService] })
export class PrismaModule {}
