import { mongo } from 'mongoose';
import { Pool } from 'pg';
import { listenForDrivers } from '../listen.js';
import type { Fields, Reading } from '../wire-protocol.js';
import { Refused, refusalOf, withCodes } from './errors.js';
import { Sessions, type Runs } from './sessions.js';

const { BSON } = mongo;

/** Every number comes to DocumentDB with the type it had, and goes back with it. */
const READING: Reading = { promoteValues: false, bsonRegExp: true };

/**
 * Functions of DocumentDB by the command that each does. They take the database and the command as BSON, and the first
 * column that they return is the reply.
 */
const FUNCTIONS: Readonly<Record<string, string>> = {
  insert: 'documentdb_api.insert($1, $2)',
  update: 'documentdb_api.update($1, $2)',
  delete: 'documentdb_api.delete($1, $2)',
  findAndModify: 'documentdb_api.find_and_modify($1, $2)',
  find: 'documentdb_api.find_cursor_first_page($1, $2)',
  aggregate: 'documentdb_api.aggregate_cursor_first_page($1, $2)',
  count: 'documentdb_api.count_query($1, $2)',
  distinct: 'documentdb_api.distinct_query($1, $2)',
  create: 'documentdb_api.create_collection_view($1, $2)',
  listCollections: 'documentdb_api.list_collections_cursor_first_page($1, $2)',
  listIndexes: 'documentdb_api.list_indexes_cursor_first_page($1, $2)',
  // At once, and not in the background. The third value lets it have a collection that is there already.
  createIndexes: 'documentdb_api_internal.create_indexes_non_concurrently($1, $2, true)',
};

/** Those that read take a batch of this size, and the reply is refused where it is not all. */
const CURSORS = new Set(['find', 'aggregate', 'listCollections', 'listIndexes']);
const BATCH = 1_000_000;

/**
 * MongoDB's protocol before the functions of DocumentDB: what the tests need, and no more. There are no cursors of several
 * batches, no users, and no TLS.
 */
export async function startGateway(
  postgres: string,
): Promise<{ readonly uri: string; readonly close: () => Promise<unknown> }> {
  // It may have 300 connections, of which transactions take theirs from the same pool.
  const pool = new Pool({ connectionString: postgres, max: 250 });
  // A connection that nobody uses ends when the server does.
  pool.on('error', () => undefined);
  const sessions = new Sessions(pool);
  const { uri, close } = await listenForDrivers(async (command) => {
    try {
      return await sessions.run(command, runs);
    } catch (error) {
      return refusalOf(error);
    }
  }, READING);
  return { uri, close: () => Promise.all([close(), sessions.close()]) };
}

const runs: Runs = async (client, command) => {
  const [name = ''] = Object.keys(command);
  const database = String(command['$db']);
  const dropped = { dropDatabase: [database], drop: [database, command['drop']] }[name];
  if (dropped) return drop(client, dropped);
  const called = FUNCTIONS[name];
  if (!called) throw new Refused(59, `no such command: '${name}'`);
  const isCursor = CURSORS.has(name);
  const given = isCursor ? withWholeBatch(name, command) : command;
  const { rows } = await client.query({
    text: `SELECT * FROM ${called}`,
    values: [database, `BSONHEX${Buffer.from(BSON.serialize(given)).toString('hex')}`],
    rowMode: 'array',
  });
  const [[reply, continuation]] = rows as [[string, unknown]];
  if (isCursor && continuation !== null) throw new Refused(1, 'The gateway of the tests has one batch.');
  return withCodes(BSON.deserialize(Buffer.from(reply.slice('BSONHEX'.length), 'hex'), READING));
};

async function drop(client: Parameters<Runs>[0], path: unknown[]): Promise<Fields> {
  const called = path.length === 1 ? 'drop_database($1)' : 'drop_collection($1, $2)';
  await client.query(`SELECT documentdb_api.${called}`, path);
  return { ok: 1 };
}

function withWholeBatch(name: string, command: Fields): Fields {
  if (name === 'find') return { ...command, batchSize: BATCH };
  return { ...command, cursor: { batchSize: BATCH } };
}
