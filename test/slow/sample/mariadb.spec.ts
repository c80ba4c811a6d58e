import { describeOnServer } from './on-server.js';

const SERVER = 'mariadb://root@127.0.0.1:3306';

await describeOnServer({
  name: 'MariaDB',
  options: { type: 'mariadb', url: `${SERVER}/test` },
  start: 'docker run -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 -e MARIADB_DATABASE=test mariadb',
  urlOf: (database) => `${SERVER}/${database}`,
  create: (database) => `CREATE DATABASE ${database} CHARACTER SET utf8mb4`,
  drop: (database) => `DROP DATABASE IF EXISTS ${database}`,
});
