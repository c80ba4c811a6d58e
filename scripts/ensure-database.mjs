// Waits for PostgreSQL on 127.0.0.1:5432 and sees to it that the database "test" is there.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const COMES_UP_WITHIN = 30_000;

async function connect() {
  for (const deadline = Date.now() + COMES_UP_WITHIN; ;) {
    const client = new Client({ host: '127.0.0.1', port: 5432, user: 'postgres', database: 'postgres' });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

const client = await connect();
const { rows } = await client.query('SELECT version()');
const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'test'");
if (rowCount === 0) await client.query('CREATE DATABASE test');
console.log(`${rows[0].version.split(' (')[0]}, database "test" ${rowCount === 0 ? 'created' : 'is there'}`);
await client.end();
