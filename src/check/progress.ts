/** Where a program writes to, as far as it is needed here. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Says what is being done: on a terminal in one line that changes, elsewhere a line for each route. */
export class Progress {
  private at = 0;

  constructor(
    private readonly output: Output,
    private readonly routes: number,
    private readonly rules: number,
  ) {}

  begin(route: string): void {
    this.at++;
    this.show(route, 0);
  }

  /** @param done how many rules of the route have been checked */
  show(route: string, done: number): void {
    const line = `checking ${this.at}/${this.routes} ${route}`;
    if (this.output.isTTY) this.output.write(`\r\x1b[K${line} ${done}/${this.rules}`);
    else if (done === 0) this.output.write(`${line}\n`);
  }

  end(): void {
    if (this.output.isTTY) this.output.write('\r\x1b[K');
  }
}
