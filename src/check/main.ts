#!/usr/bin/env node
/** The command `nestjs-etag`. It loads no framework: it checks any API. */
import { run } from './command.js';

void run(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
