import { textOf } from '../tags/text-of.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { asHeld } from './prisma-columns.js';
import type { PrismaClientLike } from './prisma-client.interface.js';
import type { PrismaModel } from './prisma-model.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * Reads a row within a transaction on MySQL. With REPEATABLE READ, which is its default, every read shows the row as it
 * was at the first one, so that a 412 would carry a tag of the past. A read with a lock shows it as it is, and Prisma
 * has none but by raw SQL.
 * @param read the row as the library reads it, which is taken where its version is the locked one
 */
export async function lockedRow(
  model: PrismaModel,
  key: EntityKey,
  client: PrismaClientLike,
  read: () => Promise<object | null>,
): Promise<object | null> {
  const { version } = model.description;
  const columns = [...model.columns].map((name) => `${columnOf(model, name)} AS ${quoted(name)}`).join(', ');
  const members = Object.entries(key);
  const where = members.map(([name]) => `${columnOf(model, name)} <=> ?`).join(' AND ');
  const table = model.table.map(quoted).join('.');
  const [raw] = await client.$queryRawUnsafe<Row[]>(
    `SELECT ${columns} FROM ${table} WHERE ${where} FOR UPDATE`,
    ...members.map(([name, value]) => asHeld(model.fields.get(name)?.type, value)),
  );
  if (!raw) return null;
  const locked = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, asRead(model, name, value)]),
  );
  const row = (await read()) as Row | null;
  return row && textOf(row[version]) === textOf(locked[version]) ? row : locked;
}

/** What raw SQL gives for a field, as the field's type has it. */
function asRead({ fields }: PrismaModel, name: string, value: unknown): unknown {
  const type = fields.get(name)?.type;
  if (value === null || value === undefined) return value;
  if (type === 'Boolean') return Boolean(value);
  return asHeld(type, value);
}

function columnOf({ fields }: PrismaModel, name: string): string {
  return quoted(fields.get(name)!.column);
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
