import { describeOnServer } from './on-server.js';

const SERVER = 'postgres://postgres@127.0.0.1:5432/test';

await describeOnServer({
  name: 'PostgreSQL',
  options: { type: 'postgres', url: SERVER },
  start: 'docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust -e POSTGRES_DB=test postgres',
  urlOf: (schema) => `${SERVER}?options=-csearch_path%3D${schema}`,
  create: (schema) => `CREATE SCHEMA ${schema}`,
  drop: (schema) => `DROP SCHEMA IF EXISTS ${schema} CASCADE`,
});
