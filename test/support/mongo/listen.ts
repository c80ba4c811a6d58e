import { createServer, type AddressInfo, type Socket } from 'node:net';
import { messagesIn, type Fields, type Reading } from './wire-protocol.js';

/** What answers commands, other than those of connections. What it returns comes with `ok`. */
export type Answer = (command: Fields) => Fields | Promise<Fields>;

/**
 * Listens for MongoDB's own driver. It says that it is a router, which has transactions, and asks nobody for other
 * members. The commands of a connection are answered in their order.
 */
export async function listenForDrivers(
  answer: Answer,
  reading?: Reading,
): Promise<{ readonly uri: string; readonly close: () => Promise<unknown> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let arrived: Buffer = Buffer.alloc(0);
    let answered = Promise.resolve();
    socket.on('data', (data) => {
      const { messages, rest } = messagesIn(Buffer.concat([arrived, data]), reading);
      arrived = rest;
      for (const { command, reply } of messages)
        answered = answered.then(async () => void socket.write(reply(await answerTo(command))));
    });
  });

  async function answerTo(command: Fields): Promise<Fields> {
    const greeting = GREETINGS[Object.keys(command)[0]!.toLowerCase()];
    return greeting ? { ok: 1, ...greeting() } : answer(command);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return { uri: `mongodb://127.0.0.1:${port}/test`, close };
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
};
