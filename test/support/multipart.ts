/** The parts of a `multipart/byteranges`, read as strictly as it has to be written. */
import type { WireResponse } from './wire.js';

export interface Part {
  readonly type: string;
  /** `0-4/10`. */
  readonly range: string;
  readonly content: Buffer;
}

const PART = /^--(\S+)\r\nContent-Type: ([^\r\n]+)\r\nContent-Range: bytes (\d+)-(\d+)\/(\d+)\r\n\r\n/;

/** @throws where a byte stands anywhere but in a part, a delimiter or the end */
export function partsOf(type: string, body: Buffer): Part[] {
  const boundary = /^multipart\/byteranges; boundary=([\w-]{20,70})$/.exec(type)?.[1];
  if (boundary === undefined) throw new Error(`no boundary in ${type}`);
  const parts: Part[] = [];
  for (let at = 0; ;) {
    const head = PART.exec(body.toString('latin1', at, at + 500));
    if (head?.[1] !== boundary) throw new Error(`no part at ${at}: ${body.toString('latin1', at, at + 100)}`);
    const [, , partType = '', first, last, size] = head;
    const start = at + head[0].length;
    at = start + Number(last) + 1 - Number(first);
    parts.push({ type: partType, range: `${first}-${last}/${size}`, content: body.subarray(start, at) });
    const end = `\r\n--${boundary}--\r\n`;
    if (body.toString('latin1', at) === end) return parts;
    if (body.toString('latin1', at, at + 2) !== '\r\n') throw new Error(`no line break at ${at}`);
    at += 2;
  }
}

export function partsOfResponse({ headers, body }: WireResponse): Part[] {
  if (Number(headers['content-length']) !== body.length) throw new Error('the Content-Length is another one');
  return partsOf(headers['content-type'] ?? '', body);
}
