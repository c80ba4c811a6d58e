/** A command as the octets that go out. */
import type { Command, DateLine, Member, TagLine } from './arbitraries.js';
import type { Fields, Lines } from './reading.js';

/** What the names of a command stand for. */
export interface Known {
  /** Tags that were shown, the newest last. */
  readonly shown: readonly string[];
  readonly version: number;
  readonly updatedAt: Date;
}

export interface Message {
  readonly bytes: Buffer;
  /** The preconditions as they are written in it. */
  readonly fields: Fields;
}

const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

export function messageOf(command: Command, path: string, known: Known): Message {
  const tags = (lines: readonly TagLine[] | undefined): Lines => lines?.map((line) => tagText(line, known));
  const dates = (lines: readonly DateLine[] | undefined): Lines =>
    lines?.map((line) => dateText(line, known));
  const fields: Fields = {
    ifMatch: tags(command.ifMatch),
    ifNoneMatch: tags(command.ifNoneMatch),
    ifModifiedSince: dates(command.ifModifiedSince),
    ifUnmodifiedSince: dates(command.ifUnmodifiedSince),
  };
  const { method, range, ifRange, acceptEncoding, acceptLanguage, illegal } = command;
  const rows: [string, Lines][] = [
    ['If-Match', fields.ifMatch],
    ['If-None-Match', fields.ifNoneMatch],
    ['If-Modified-Since', fields.ifModifiedSince],
    ['If-Unmodified-Since', fields.ifUnmodifiedSince],
    ['Range', list(range)],
    ['If-Range', ifRange && [isDate(ifRange) ? dateText(ifRange, known) : tagText(ifRange, known)]],
    ['Accept-Encoding', list(acceptEncoding)],
    ['Accept-Language', list(acceptLanguage)],
    ['If-None-Match', illegal === undefined ? undefined : [`"a${illegal}"`]],
    ...content(method),
  ];
  const lines = rows.flatMap(([name, values]) => (values ?? []).map((value) => `${name}: ${value}`));
  const head = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...lines].join('\r\n');
  const body = hasContent(method) ? '{}' : '';
  return { bytes: Buffer.from(`${head}\r\n\r\n${body}`, 'latin1'), fields };
}

function hasContent(method: string): boolean {
  return ['PUT', 'PATCH', 'POST'].includes(method);
}

function content(method: string): [string, Lines][] {
  return hasContent(method)
    ? [
        ['Content-Type', ['application/json']],
        ['Content-Length', ['2']],
      ]
    : [];
}

function list(value: string | undefined): Lines {
  return value === undefined ? undefined : [value];
}

function isDate(line: TagLine | DateLine): line is DateLine {
  return 'after' in line;
}

function tagText(line: TagLine, known: Known): string {
  if ('text' in line) return line.text;
  return line.members.map((member) => memberText(member, known)).join(line.separator);
}

function memberText(member: Member, { shown, version }: Known): string {
  const prefix = member.weak ? 'W/' : '';
  if ('opaque' in member) return `${prefix}"${member.opaque}"`;
  const named = 'shown' in member ? shown.at(-1 - member.shown) : undefined;
  if (named === undefined) return `${prefix}"${version + ('version' in member ? member.version : 0)}"`;
  return member.weak === named.startsWith('W/') ? named : `${prefix}${named.replace(/^W\//, '')}`;
}

function dateText(line: DateLine, { updatedAt }: Known): string {
  if ('text' in line) return line.text;
  const date = new Date(updatedAt.getTime() + line.after * 1_000);
  const text = date.toUTCString();
  const [, day = '', month = '', year = '', time = ''] = text.split(/[ ,]+/);
  if (line.form === 0) return text;
  if (line.form === 1) return `${DAYS[date.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
  return `${text.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
