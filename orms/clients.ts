/** What the tests of nestjs-etag/prisma need of here: drivers, and a generated client for each database. */
export { PrismaLibSql } from '@prisma/adapter-libsql';
export { PrismaMariaDb } from '@prisma/adapter-mariadb';
export { PrismaPg } from '@prisma/adapter-pg';
export { PrismaPGlite } from 'pglite-prisma-adapter';
export { PrismaClient as MySqlClient } from './generated/mysql/client.js';
export { PrismaClient as PostgresClient } from './generated/postgresql/client.js';
export { PrismaClient as SqliteClient } from './generated/sqlite/client.js';
