import { moreBytes, moreCalls, signed } from './counts/limits.js';
import type { Result } from './measure/result.interface.js';

/** Shows on standard error what is being measured, and what came of it. */
export class Progress {
  private done = 0;
  private title = '';
  private readonly started = performance.now();

  constructor(private readonly steps: number) {}

  /** @returns what a step calls to show how far it is: on a terminal only, where a line can be written over */
  begin(name: string): (text: string) => void {
    this.done += 1;
    const seconds = Math.round((performance.now() - this.started) / 1000);
    this.title = `${this.done}/${this.steps} ${seconds}s ${name}`;
    this.show('…');
    return (text) => this.show(text);
  }

  end(result: Result): void {
    this.finish(summaryOf(result));
  }

  fail(error: Error): void {
    this.finish(`failed: ${error.message}`);
  }

  private show(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${this.title}: ${text}`);
  }

  private finish(text: string): void {
    process.stderr.write(`${process.stderr.isTTY ? '\r\u001B[K' : ''}${this.title}: ${text}\n`);
  }
}

function summaryOf(result: Result): string {
  if (result.kind === 'skipped') return `skipped: ${result.reason}`;
  if (result.kind === 'count')
    return `${signed(moreCalls(result))} functions, ${moreBytes(result).toFixed(2)} × the bytes`;
  if (typeof result.ratio === 'object') return result.ratio.median.toFixed(2);
  return result.ratio?.toFixed(2) ?? 'done';
}
