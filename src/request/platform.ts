import { addMark } from '../metadata/marks.js';
import type { Settings } from '../options/settings.js';
import type { Body } from '../tags/body-hash.js';
import type { Answer, Exchange } from './exchange.js';
import type { ResponseHead } from './response-head.interface.js';

/** What the module asks of an HTTP platform. There is one implementation for each: nothing else touches a response. */
export abstract class Platform {
  constructor(protected readonly errors: Settings['errors']) {}

  /** Called once, before routes are registered. */
  abstract prepare(): void;
  /** The status and header fields of a response that is still to be sent. */
  abstract headOf(response: unknown): ResponseHead;
  /**
   * Decides and describes a response whose body is a stream, so that its header fields are set in time.
   * @param body the bytes of the stream, where they are in memory already
   */
  abstract finishStream(response: unknown, exchange: Exchange, body?: Body): Answer | undefined;
  /** Calls back when the response is over, because it is sent or because the client is gone. */
  abstract whenOver(response: unknown, callback: () => void): void;
  /** Ends a response that has begun, so that it does not look complete. */
  abstract breakOff(response: unknown): void;
  /** Sends a 304 or 204, or an error in the module's own form. */
  abstract answer(response: unknown, answer: Answer, exchange: Exchange): void;

  /** Has the handler of a decorated route carry its `DecoratedRoute`, for when it is registered. */
  mark(handler: object, route: object): void {
    addMark(handler, this, route);
  }
}
