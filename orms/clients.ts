/** What the tests of nestjs-etag/prisma need of here: drivers, and a generated client for each database. */
import * as libSql from '@prisma/adapter-libsql';

/** Prisma 6 has other capitals. */
export const PrismaLibSql = Reflect.get(libSql, 'PrismaLibSql') ?? Reflect.get(libSql, 'PrismaLibSQL');

export { PrismaMariaDb } from '@prisma/adapter-mariadb';
export { PrismaPg } from '@prisma/adapter-pg';
export { PrismaPGlite } from 'pglite-prisma-adapter';
export { PrismaClient as MySqlClient } from './generated/mysql/client.js';
export { PrismaClient as PostgresClient } from './generated/postgresql/client.js';
export { PrismaClient as SqliteClient } from './generated/sqlite/client.js';
