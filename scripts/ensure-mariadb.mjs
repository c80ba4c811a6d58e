// Waits for MariaDB on 127.0.0.1:3306 and sees to it that the database "test" is there.
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';

const COMES_UP_WITHIN = 30_000;

async function connect() {
  for (const deadline = Date.now() + COMES_UP_WITHIN; ;) {
    try {
      return await createConnection('mysql://root@127.0.0.1:3306');
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

const connection = await connect();
const [[{ version }]] = await connection.query('SELECT version() AS version');
const [{ warningStatus }] = await connection.query('CREATE DATABASE IF NOT EXISTS test');
console.log(`${version}, database "test" ${warningStatus ? 'is there' : 'created'}`);
await connection.end();
