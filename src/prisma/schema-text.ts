/** One field of a model, as the schema has it. */
export interface SchemaField {
  readonly name: string;
  /** `Int`, `String`, the name of an enum, … */
  readonly type: string;
  readonly isOptional: boolean;
  /** The name of its column. */
  readonly column: string;
  /** The type of its column where the schema names one: `Uuid`, `SmallInt`, … */
  readonly native: string | undefined;
}

/** One model of the schema. */
export interface SchemaModel {
  readonly fields: ReadonlyMap<string, SchemaField>;
  /** The fields of the primary key; none where the model has only unique ones. */
  readonly key: readonly string[];
  /** The name of its table, after that of its database schema where it has one. */
  readonly table: readonly string[];
}

const FIELD = /^[ \t]*(\w+)[ \t]+(\w+)(\[\])?(\?)?([^\n]*)$/gm;

/** Undefined where the schema has no such model. */
export function modelIn(schema: string, name: string): SchemaModel | undefined {
  const body = blockOf(schema, 'model', name);
  if (body === undefined) return undefined;
  const lines = [...body.matchAll(FIELD)];
  const fields = lines.map(([, field = '', type = '', , optional, attributes = '']): SchemaField => ({
    name: field,
    type,
    isOptional: optional !== undefined,
    column: /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(attributes)?.[1] ?? field,
    native: /@\w+\.(\w+)/.exec(attributes)?.[1],
  }));
  const single = lines.find(([, , , , , attributes = '']) => /@id\b/.test(withoutTexts(attributes)))?.[1];
  const several = /@@id\(\s*(?:fields:\s*)?\[([^\]]*)\]/.exec(body)?.[1];
  const table = /@@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(body)?.[1] ?? name;
  const schemaOf = /@@schema\(\s*"([^"]+)"/.exec(body)?.[1];
  return {
    fields: new Map(fields.map((field) => [field.name, field])),
    key: single === undefined ? namesIn(several) : [single],
    table: schemaOf === undefined ? [table] : [schemaOf, table],
  };
}

/** `postgresql`, `mysql`, `sqlite`, … */
export function providerIn(schema: string): string | undefined {
  const source = /^[ \t]*datasource\s+\w+\s*\{([^}]*)\}/m.exec(withoutComments(schema))?.[1];
  return source && /\bprovider\s*=\s*"(\w+)"/.exec(source)?.[1];
}

/** The values of an enum; undefined where the schema has no such enum. */
export function membersIn(schema: string, name: string): string[] | undefined {
  const body = blockOf(schema, 'enum', name);
  return body === undefined
    ? undefined
    : [...body.matchAll(/^[ \t]*(\w+)/gm)].map(([, member = '']) => member);
}

/** A `}` within a default is no end: the block's own begins a line. */
function blockOf(schema: string, kind: 'model' | 'enum', name: string): string | undefined {
  const block = new RegExp(`^[ \\t]*${kind}\\s+${name}\\s*\\{([\\s\\S]*?)^[ \\t]*\\}`, 'm');
  return block.exec(withoutComments(schema))?.[1];
}

function namesIn(list: string | undefined): string[] {
  return (list ?? '').split(',').flatMap((name) => /^\s*(\w+)/.exec(name)?.[1] ?? []);
}

function withoutTexts(attributes: string): string {
  return attributes.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** A comment begins with two slashes that are in no string. */
function withoutComments(schema: string): string {
  return schema.replaceAll(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*/g, (_, text: string | undefined) => text ?? '');
}
