import { mongo } from 'mongoose';

const { BSON } = mongo;

/** MongoDB's wire protocol, as far as drivers speak it today: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013];
const HEADER = 16;

export type Fields = Record<string, unknown>;

/** How BSON becomes values: `promoteValues: false` keeps the type of every number. */
export type Reading = Pick<mongo.BSON.DeserializeOptions, 'promoteValues' | 'bsonRegExp'>;

/** A command of a client, and how its reply is framed. */
export interface Message {
  readonly command: Fields;
  readonly reply: (document: Fields) => Buffer;
}

/** Takes whole messages off the front of what has arrived; the rest is what comes next. */
export function messagesIn(
  arrived: Buffer,
  reading?: Reading,
): { readonly messages: Message[]; readonly rest: Buffer } {
  const messages: Message[] = [];
  let rest = arrived;
  while (rest.length >= HEADER && rest.length >= rest.readInt32LE(0)) {
    const length = rest.readInt32LE(0);
    messages.push(messageOf(rest.subarray(0, length), reading));
    rest = rest.subarray(length);
  }
  return { messages, rest };
}

function messageOf(message: Buffer, reading: Reading | undefined): Message {
  const [request, code] = [message.readInt32LE(4), message.readInt32LE(12)];
  if (code === OP_QUERY) {
    // flags, name of the collection, two numbers. A driver greets in it.
    const at = message.indexOf(0, HEADER + 4) + 9;
    return { command: documentAt(message, at), reply: (document) => oldReply(request, document) };
  }
  if (code !== OP_MSG) throw new Error(`Nobody here speaks operation ${code}.`);
  return { command: sectionsOf(message, reading), reply: (document) => reply(request, document) };
}

function sectionsOf(message: Buffer, reading: Reading | undefined): Fields {
  const command: Fields = {};
  for (let at = HEADER + 4; at < message.length;) {
    const start = at + 1;
    const length = message.readInt32LE(start);
    if (message[at] === 0) Object.assign(command, documentAt(message, start, reading));
    else {
      const end = message.indexOf(0, start + 4);
      const documents: Fields[] = [];
      for (let each = end + 1; each < start + length; each += message.readInt32LE(each)) {
        documents.push(documentAt(message, each, reading));
      }
      command[message.toString('utf8', start + 4, end)] = documents;
    }
    at = start + length;
  }
  return command;
}

function documentAt(message: Buffer, at: number, reading: Reading = {}): Fields {
  return BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)), reading) as Fields;
}

function reply(to: number, document: Fields): Buffer {
  const body = Buffer.from(BSON.serialize(document));
  return Buffer.concat([header(HEADER + 5 + body.length, to, OP_MSG!), Buffer.alloc(5), body]);
}

function oldReply(to: number, document: Fields): Buffer {
  const body = Buffer.from(BSON.serialize(document));
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16);
  return Buffer.concat([header(HEADER + 20 + body.length, to, OP_REPLY!), head, body]);
}

function header(length: number, to: number, code: number): Buffer {
  const head = Buffer.alloc(HEADER);
  for (const [at, value] of [length, 0, to, code].entries()) head.writeInt32LE(value, at * 4);
  return head;
}

/** A document of its own, through BSON and back. */
export function copyOf(document: Fields): Fields {
  return BSON.deserialize(BSON.serialize(document)) as Fields;
}
