/** What the sample application needs of here: drivers, and a generated client for each kind of database. */
export { PrismaMariaDb } from '@prisma/adapter-mariadb';
export { PrismaPg } from '@prisma/adapter-pg';
export { PrismaPGlite } from 'pglite-prisma-adapter';
export { PrismaClient as MySqlClient } from './generated/sample/mysql/client.js';
export { PrismaClient as PostgresClient } from './generated/sample/postgresql/client.js';
