import { createServer, type AddressInfo, type Socket } from 'node:net';
import { MongoError } from './collections.js';
import { Database } from './database.js';
import { messagesIn, type Fields } from './wire-protocol.js';

/**
 * A server that MongoDB's own driver talks to, where no MongoDB can be had: one database in memory, behind the wire
 * protocol. It says that it is a router, which has transactions, and asks nobody for other members.
 */
export async function startMongoDouble(): Promise<{
  readonly uri: string;
  /** The commands that came, by name and in their order, without those of connections. */
  readonly commands: Fields[];
  readonly close: () => Promise<unknown>;
}> {
  const database = new Database();
  const commands: Fields[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let arrived: Buffer = Buffer.alloc(0);
    socket.on('data', (data) => {
      const { messages, rest } = messagesIn(Buffer.concat([arrived, data]));
      arrived = rest;
      for (const { command, reply } of messages) socket.write(reply(answer(command)));
    });
  });

  function answer(command: Fields): Fields {
    const name = Object.keys(command)[0]!;
    const greeting = GREETINGS[name.toLowerCase()];
    if (greeting) return { ok: 1, ...greeting() };
    commands.push(command);
    try {
      const result = database.run(command);
      return { ok: 1, ...result };
    } catch (error) {
      if (!(error instanceof MongoError)) throw error;
      return { ok: 0, code: error.code, errmsg: error.message, ...error.fields };
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return { uri: `mongodb://127.0.0.1:${port}/test`, commands, close };
}

const hello = (): Fields => ({
  ismaster: true,
  isWritablePrimary: true,
  msg: 'isdbgrid',
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 25,
  logicalSessionTimeoutMinutes: 30,
  localTime: new Date(),
});

const GREETINGS: Readonly<Record<string, () => Fields>> = {
  hello,
  ismaster: hello,
  ping: () => ({}),
  endsessions: () => ({}),
};
