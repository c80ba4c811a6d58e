import { ServerResponseHead } from '../server-response/server-response-head.js';

type Fields = Readonly<Record<string, string | number>>;

/**
 * The head of a response whose adapter has written it by `writeHead()`, and whose bytes are still to come. Its fields are kept
 * as they were given, and go out with the tag in one `writeHead()`: to set each of them would cost more than to hash a small
 * body. Where somebody asks for more, they are set.
 */
export class HeldHead extends ServerResponseHead {
  private fields: Fields | undefined = undefined;
  private etag: string | undefined = undefined;

  /** Notes what `writeHead()` was given. */
  note(status: number, fields: Fields): void {
    this.setFields();
    this.status = status;
    this.fields = fields;
    if (!isOfContent(fields)) this.setFields();
  }

  override get(name: string): string | undefined {
    if (this.etag !== undefined && name === 'etag') return this.etag;
    if (this.fields !== undefined && CONTENT.has(name.toLowerCase())) this.setFields();
    return super.get(name);
  }

  override set(name: string, value: string): void {
    if (this.fields !== undefined && name === 'ETag') {
      this.etag = value;
      return;
    }
    this.setFields();
    super.set(name, value);
  }

  override remove(name: string): void {
    this.setFields();
    super.remove(name);
  }

  override names(): string[] {
    this.setFields();
    return super.names();
  }

  /** Sets on the response what is kept. */
  setFields(): void {
    const { fields, etag, response } = this;
    if (fields === undefined) return;
    this.forget();
    for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
    if (etag !== undefined) response.setHeader('ETag', etag);
  }

  /** Writes what is kept, and the tag behind it. */
  write(): void {
    const { fields, etag, response } = this;
    if (fields === undefined) return;
    this.forget();
    response.writeHead(response.statusCode, etag === undefined ? fields : tagged(fields, etag));
  }

  private forget(): void {
    this.fields = undefined;
    this.etag = undefined;
  }
}

const CONTENT: ReadonlySet<string> = new Set(['content-type', 'content-length']);

/** Whether the fields are those of nearly every response of the adapter, in their order. They say nothing of validators. */
function isOfContent(fields: Fields): boolean {
  const names = Object.keys(fields);
  return (
    names.at(-1) === 'Content-Length' &&
    (names.length === 1 || (names.length === 2 && names[0] === 'Content-Type'))
  );
}

/** The same with a tag behind them. These are two shapes that V8 knows: to copy an object, and to add to it, costs ten times as much. */
function tagged({ 'Content-Type': type, 'Content-Length': length }: Fields, etag: string): Fields {
  return type === undefined
    ? { 'Content-Length': length!, ETag: etag }
    : { 'Content-Type': type, 'Content-Length': length!, ETag: etag };
}
