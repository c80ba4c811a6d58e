import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment, Result, Results } from '../measure/result.interface.js';
import { ROOT } from '../root.js';
import { growthChart, ratioChart } from './charts.js';
import { isSame, sentenceOn } from './environment.js';
import { refreshed, withQuote } from './quotes.js';
import { tableOf } from './rows.js';

/** Results on disk, written anew after each of them, so that an interrupted run keeps what it has. */
export class Report {
  private readonly folder: string;
  private results: Results;

  /** @param folder within the package */
  constructor(folder: string, environment: Environment) {
    this.folder = join(ROOT, folder);
    this.results = { environment, startedAt: new Date().toISOString(), results: [] };
  }

  /**
   * Keeps the results there are.
   * @throws Error where they come from another machine: ratios of two machines do not stand in one table
   */
  keepOthers(): void {
    const file = join(this.folder, 'latest.json');
    if (!existsSync(file)) return;
    const before = JSON.parse(readFileSync(file, 'utf8')) as Results;
    if (!isSame(before.environment, this.results.environment))
      throw new Error(`${file} is of another machine or another Node: run the whole bench first.`);
    this.results = before;
  }

  /** In the place of one with the same name, and otherwise at the end. */
  add(result: Result): void {
    const others = [...this.results.results];
    const at = others.findIndex(({ name }) => name === result.name);
    if (at === -1) others.push(result);
    else others[at] = result;
    this.results = { ...this.results, results: others };
    this.write();
  }

  get table(): string {
    return tableOf(this.results.results);
  }

  /** The table in docs/performance.md, and the rows of it in the README. */
  quote(): void {
    const table = `${sentenceOn(this.results.environment)}\n\n${this.table}`;
    rewrite('docs/performance.md', (text) => withQuote(text, table));
    rewrite('README.md', (text) => refreshed(text, table));
  }

  private write(): void {
    mkdirSync(this.folder, { recursive: true });
    const { environment, results } = this.results;
    this.save('latest.json', `${JSON.stringify(this.results, undefined, 2)}\n`);
    this.save('table.md', `${sentenceOn(environment)}\n\n${this.table}\n`);
    const comparisons = results.filter((result) => result.kind === 'comparison');
    const charts = {
      targets: comparisons.filter(({ target }) => target),
      others: comparisons.filter(({ target }) => !target),
    };
    if (charts.targets.length > 0) this.save('targets.svg', ratioChart('What has a target', charts.targets));
    if (charts.others.length > 0) this.save('others.svg', ratioChart('For information', charts.others));
    for (const growth of results.filter((result) => result.kind === 'growth'))
      this.save(`${fileName(growth.name)}.svg`, growthChart(growth));
  }

  private save(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }
}

function rewrite(path: string, edit: (text: string) => string): void {
  const file = join(ROOT, path);
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

function fileName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
