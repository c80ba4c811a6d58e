import { randomVersion } from '../versioned/start-version.js';
import type { MeantRow } from '../versioned/statements.interface.js';
import type { SqlExecutor } from './sql-executor.interface.js';
import type { SqlModel } from './sql-model.js';

/** Puts one statement together: its text and its values grow side by side, so that no value is ever part of the text. */
export class SqlText {
  readonly values: unknown[] = [];
  private readonly numbered: boolean;

  constructor(
    readonly model: SqlModel,
    private readonly executor: Pick<SqlExecutor, 'dialect' | 'placeholders'>,
  ) {
    const { dialect, placeholders = dialect === 'postgres' ? 'numbered' : 'question' } = executor;
    this.numbered = placeholders === 'numbered';
  }

  get table(): string {
    return this.model.table;
  }

  /** A column by its property. */
  column(property: string): string {
    return this.model.names[property]!;
  }

  /** Columns under the names of their properties. */
  selected(properties: Iterable<string> = this.model.columns): string {
    let list = '';
    for (const name of properties) list += `${list && ', '}${this.model.selected[name]!}`;
    return list;
  }

  value(value: unknown): string {
    this.values.push(this.executor.dialect === 'sqlite' ? inSqlite(value) : value);
    return this.numbered ? `$${this.values.length}` : '?';
  }

  where({ key, versions }: MeantRow): string {
    const members = Object.entries(key).map(([name, value]) => this.equals(name, value));
    if (versions) members.push(`(${versions.map((version) => this.hasVersion(version)).join(' OR ')})`);
    return members.join(' AND ');
  }

  equals(property: string, value: unknown): string {
    return value === null
      ? `${this.column(property)} IS NULL`
      : `${this.column(property)} = ${this.value(value)}`;
  }

  /** What an UPDATE sets: the changes, the time and the next version. */
  assignments(changes: object): string {
    const { description, version, isXmin } = this.model;
    const { lastModified } = description;
    const values = lastModified ? { ...changes, [lastModified]: new Date() } : changes;
    const set = Object.entries(values).map(([name, value]) => `${this.column(name)} = ${this.value(value)}`);
    if (isXmin) return (set.length > 0 ? set : [this.itself(description.key[0]!)]).join(', ');
    const name = this.column(description.version);
    const next = version.kind === 'integer' ? `COALESCE(${name}, 0) + 1` : this.value(randomVersion(version));
    return [...set, `${name} = ${next}`].join(', ');
  }

  private hasVersion(value: unknown): string {
    const { description, version, isXmin } = this.model;
    const name = this.column(description.version);
    if (isXmin) return `CAST(${name} AS text) = ${this.value(value)}`;
    if (this.executor.dialect !== 'mysql' || version.kind !== 'text') return `${name} = ${this.value(value)}`;
    // A collation may take "a", "A" and "a " for one text, but they are three tags.
    return `CAST(CONVERT(${name} USING utf8mb4) AS BINARY) = CAST(${this.value(value)} AS BINARY)`;
  }

  /** An UPDATE that changes nothing is a write as well. */
  private itself(property: string): string {
    return `${this.column(property)} = ${this.column(property)}`;
  }
}

/** SQLite has neither times nor truth values. */
function inSqlite(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'boolean' ? Number(value) : value;
}
