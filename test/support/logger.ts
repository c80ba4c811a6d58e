import type { LoggerService } from '@nestjs/common';

/** Keeps what an application logs, so that a test can say what must not be there. */
export class CapturingLogger implements LoggerService {
  readonly logs: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  log(...parts: unknown[]): void {
    this.logs.push(lineOf(parts));
  }

  warn(...parts: unknown[]): void {
    this.warnings.push(lineOf(parts));
  }

  error(...parts: unknown[]): void {
    this.errors.push(lineOf(parts));
  }

  fatal(...parts: unknown[]): void {
    this.errors.push(lineOf(parts));
  }

  debug(): void {}

  verbose(): void {}

  clear(): void {
    for (const lines of [this.logs, this.warnings, this.errors]) lines.length = 0;
  }
}

function lineOf(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part))).join(' ');
}
