/** What is sent of a file for a request, and that its source is let go of, whoever notices first. */
import { StreamableFile } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { entityTag } from '../../src/index.js';
import { RangeNotSatisfiableException } from '../../src/exceptions/range-not-satisfiable.exception.js';
import { contentInRanges, type SentContent } from '../../src/ranges/content-in-ranges.js';
import type { RangeRequest } from '../../src/ranges/requested-ranges.js';

const HERE = fileURLToPath(import.meta.url);
const SIZE = statSync(HERE).size;

/** The head of a response, as a platform has it. */
class Head {
  readonly fields = new Map<string, string>();

  constructor(public status = 200) {}

  get(name: string): string | undefined {
    return this.fields.get(name.toLowerCase());
  }

  set(name: string, value: string): void {
    this.fields.set(name.toLowerCase(), value);
  }

  remove(name: string): void {
    this.fields.delete(name.toLowerCase());
  }
}

const asking = (range?: string, ifRange?: string): RangeRequest => ({
  method: 'GET',
  range,
  ifRange,
  maxRanges: 5,
});

async function sent(request: RangeRequest, stream: Readable, head = new Head()): Promise<SentContent> {
  const file = new StreamableFile(stream, { length: SIZE });
  return (await contentInRanges(request, head, file, undefined, { etag: entityTag('1') })) as SentContent;
}

describe('what is sent of a file', () => {
  it('is a range of it: 206, which can be taken back', async () => {
    const head = new Head();
    head.set('Content-Type', 'text/plain');
    const { content, isPartial, takeBack } = await sent(asking('bytes=2-5'), createReadStream(HERE), head);
    expect([head.status, isPartial]).toEqual([206, true]);
    expect(Object.fromEntries(head.fields)).toEqual({
      'accept-ranges': 'bytes',
      'content-range': `bytes 2-5/${SIZE}`,
      'content-type': 'text/plain',
    });
    expect(await buffer(content.getStream())).toHaveLength(4);
    takeBack();
    expect([head.status, Object.fromEntries(head.fields)]).toEqual([200, { 'content-type': 'text/plain' }]);
  });

  it('is several of them in parts, whose type is taken back', async () => {
    const head = new Head();
    head.set('Content-Type', 'text/plain');
    const { content, takeBack, close } = await sent(asking('bytes=2-,0-0'), createReadStream(HERE), head);
    expect(content.getHeaders().type).toMatch(/^multipart\/byteranges; boundary=/);
    expect(head.get('content-type')).toBeUndefined();
    takeBack();
    expect(head.get('content-type')).toBe('text/plain');
    close();
  });

  it.each([
    ['no Range', asking()],
    ['an If-Range of another version', asking('bytes=2-5', '"2"')],
    ['a Range that is none', asking('lines=1')],
    ['HEAD', { ...asking('bytes=2-5'), method: 'HEAD' }],
  ])('is all of it, with what a range needs: %s', async (_, request) => {
    const head = new Head();
    const { content, isPartial, takeBack } = await sent(request, createReadStream(HERE), head);
    expect([head.status, isPartial, Object.fromEntries(head.fields)]).toEqual([
      200,
      false,
      { 'accept-ranges': 'bytes' },
    ]);
    expect(await buffer(content.getStream())).toHaveLength(SIZE);
    takeBack();
    expect(head.fields.size).toBe(0);
  });

  it('is an exception where there is no such range, and the head stays', async () => {
    const head = new Head();
    const stream = createReadStream(HERE);
    const refusal: unknown = await sent(asking(`bytes=${SIZE}-`), stream, head);
    expect(refusal).toBeInstanceOf(RangeNotSatisfiableException);
    expect(refusal).toMatchObject({ size: SIZE });
    expect([head.status, head.fields.size]).toEqual([200, 0]);
    await once(stream, 'close');
  });

  it('is nothing of ours where a response has no ranges', async () => {
    const stream = () => Readable.from(['x']);
    expect(await sent(asking('bytes=0-0'), stream(), new Head(202))).toBeUndefined();
    const coded = new Head();
    coded.set('Transfer-Encoding', 'chunked');
    expect(await sent(asking('bytes=0-0'), stream(), coded)).toBeUndefined();
    expect(await contentInRanges(asking(), new Head(), new StreamableFile(stream()), undefined, {})).toBe(
      undefined,
    );
  });
});

describe.each([
  ['a file', () => createReadStream(HERE)],
  ['a stream that is stuck', () => new Readable({ read: () => undefined })],
])('%s', (_, open) => {
  const several = asking('bytes=2-,0-0');

  it('is let go of as its content is', async () => {
    const source = open();
    const { content } = await sent(several, source);
    content.getStream().destroy();
    await once(source, 'close');
  });

  it.each([
    ['nothing of it read', several, () => undefined],
    ['in the middle of a read', several, (content: Readable) => content.read() as unknown],
    ['where all of it was to be sent', asking(), () => undefined],
  ])('is let go of as the response is over, %s', async (__, request, begin) => {
    const source = open();
    const { content, close } = await sent(request, source);
    begin(content.getStream());
    close();
    await once(source, 'close');
    expect(content.getStream().destroyed).toBe(true);
  });

  it('is let go of where its content cannot be made', async () => {
    const source = open();
    const file = new StreamableFile(source, { length: 100, type: 'no\r\ntype' });
    await expect(contentInRanges(several, new Head(), file, undefined, {})).rejects.toThrow();
    await once(source, 'close');
  });
});
