import { Equal, FindOperator, IsNull, type ObjectLiteral } from 'typeorm';
import { explained } from '../util/explained.js';
import type { ColumnMetadata } from './column-kind.js';
import type { EntityModel } from './entity-model.js';

/**
 * Columns and their values, as a condition that TypeORM takes in a query and in the options of a find alike. Undefined
 * where a value is left open: TypeORM can be told to pass over it, or does so by itself, and every row would match.
 * @param path of the embedded object that the values are of, with a dot behind it
 * @throws Error where one is of no column
 */
export function conditionOf(values: object, model: EntityModel, path = ''): ObjectLiteral | undefined {
  const condition: ObjectLiteral = {};
  for (const [name, value] of Object.entries(values) as [string, unknown][]) {
    const isEmbedded = model.metadata.hasEmbeddedWithPropertyPath(path + name);
    const wanted = isEmbedded
      ? embedded(value, model, `${path}${name}.`)
      : wantedOf(columnsOf(name, path, model), value);
    if (wanted === undefined) return undefined;
    condition[name] = wanted;
  }
  return condition;
}

function embedded(value: unknown, model: EntityModel, path: string): ObjectLiteral | undefined {
  const condition = conditionOf(value ?? {}, model, path);
  return condition && Object.keys(condition).length > 0 ? condition : undefined;
}

function columnsOf(name: string, path: string, { entity, metadata }: EntityModel): ColumnMetadata[] {
  const columns = name.includes('.') ? [] : metadata.findColumnsWithPropertyPath(path + name);
  if (columns.length > 0 && columns.every((column) => metadata.columns.includes(column))) return columns;
  throw new Error(
    explained('key-members', `${entity.name} has no column "${path}${name}" that a key could restrict.`),
  );
}

/** A related object is wanted by its key alone: whatever else it holds may have changed. */
function wantedOf(columns: readonly ColumnMetadata[], value: unknown): unknown {
  const isRelated = isObject(value) && columns.every(({ referencedColumn }) => referencedColumn);
  const valueOf = ({ referencedColumn }: ColumnMetadata): unknown =>
    isRelated ? referencedColumn!.getEntityValue(value) : value;
  if (columns.length === 1) return wantedOfOne(columns[0]!, valueOf(columns[0]!));
  const values = columns.map(valueOf);
  if (values.includes(undefined)) return undefined;
  if (values.every((each) => each === null)) return IsNull();
  return isRelated && !values.includes(null) ? relatedBy(columns, values) : undefined;
}

function wantedOfOne({ relationMetadata }: ColumnMetadata, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (value === null) return IsNull();
  return relationMetadata && !(value instanceof FindOperator) ? Equal(value) : value;
}

function relatedBy(columns: readonly ColumnMetadata[], values: readonly unknown[]): ObjectLiteral {
  const members = columns.map(({ referencedColumn }, at) => [referencedColumn!.propertyName, values[at]]);
  return Object.fromEntries(members) as ObjectLiteral;
}

function isObject(value: unknown): value is ObjectLiteral {
  const isValue = value instanceof FindOperator || value instanceof Date || value instanceof Uint8Array;
  return typeof value === 'object' && value !== null && !isValue;
}
