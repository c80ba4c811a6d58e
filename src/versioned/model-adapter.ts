import type { Type } from '@nestjs/common';
import { explained } from '../util/explained.js';
import { canHold, valueFromText, versionsFromTexts } from './column-text.js';
import { conflictOf } from './conflicts.js';
import type { Conflict, EntityAdapter, EntityDescription, EntityKey } from './entity-adapter.interface.js';
import { startVersion } from './start-version.js';
import type { EntityModel, MeantRow, Statements } from './statements.interface.js';
import { changesIn } from './unchanged.js';

/**
 * The adapter of a library: what every library needs around its statements. Keys and versions are read from texts, a
 * key that leaves a member open matches no row, and a body changes neither the key nor the version.
 */
export class ModelAdapter<Model extends EntityModel, Scope> implements EntityAdapter<Scope> {
  readonly restrictsKeys = true;
  declare readonly collection?: NonNullable<EntityAdapter<Scope>['collection']>;
  private readonly models = new Map<Type, Model>();
  /** The columns that a body may change: neither those of the key nor what every update changes anyway. */
  private readonly changeable = new Map<Model, ReadonlySet<string>>();

  /**
   * @param name of the module that applications import, for messages
   * @param source the name of the database, for applications with several
   */
  constructor(
    private readonly name: string,
    readonly source: string,
    private readonly statements: Statements<Model, Scope>,
  ) {
    if (!statements.collection) return;
    this.collection = async (entity, query, withTotal, scope, where = {}) => {
      const members = Object.values(where);
      // A library could pass over a condition that says nothing, and list the rows of others.
      if (members.includes(undefined)) return undefined;
      const restricted = members.length > 0 ? where : undefined;
      return statements.collection!(this.modelOf(entity), query, withTotal, scope, restricted);
    };
  }

  /** @throws Error where another column was the version of this entity before */
  lookAfter(model: Model): EntityDescription {
    const { entity, description } = model;
    const known = this.models.get(entity)?.description.version ?? description.version;
    if (known !== description.version) {
      const names = `"${known}" and "${description.version}"`;
      throw new Error(
        explained(
          'entity-not-looked-after',
          `${entity.name} has one version, but forFeature() was given ${names} as such.`,
        ),
      );
    }
    this.models.set(entity, model);
    const all = Object.fromEntries([...model.columns].map((name) => [name, true]));
    this.changeable.set(model, new Set(Object.keys(changesIn(all, description))));
    return description;
  }

  describe(entity: Type): EntityDescription | undefined {
    return this.models.get(entity)?.description;
  }

  keyFrom(entity: Type, params: Readonly<Record<string, string>>): EntityKey | undefined {
    const { description, key } = this.modelOf(entity);
    const members = description.key.map((name) => [name, valueFromText(params[name] ?? '', key[name]!)]);
    return members.every(([, value]) => value !== undefined) ? Object.fromEntries(members) : undefined;
  }

  async find(
    entity: Type,
    key: EntityKey,
    as: 'validators' | 'all' | 'deleted',
    scope?: Scope,
  ): Promise<object | null> {
    const model = this.modelOf(entity);
    const row = as === 'deleted' ? undefined : meantRow(model, key, undefined);
    return row ? this.statements.find(model, row.key, as as 'all', scope) : null;
  }

  async update(
    entity: Type,
    key: EntityKey,
    changes: object,
    versions: readonly string[] | undefined,
    scope?: Scope,
  ): Promise<object | null> {
    const model = this.modelOf(entity);
    const row = meantRow(model, key, versions);
    return row
      ? this.statements.update(model, row, among(this.changeable.get(model)!, changes), scope)
      : null;
  }

  async delete(
    entity: Type,
    key: EntityKey,
    versions: readonly string[] | undefined,
    scope?: Scope,
  ): Promise<boolean> {
    const model = this.modelOf(entity);
    const row = meantRow(model, key, versions);
    return row ? this.statements.delete(model, row, scope) : false;
  }

  async insert(entity: Type, values: object, scope?: Scope): Promise<object | null> {
    const model = this.modelOf(entity);
    const { version } = model.description;
    // A version that is given may be that of a deleted row.
    const row = { ...among(model.columns, values), [version]: startVersion(model.version) };
    return this.statements.insert(model, row, scope);
  }

  conflictOf(error: unknown): Conflict | undefined {
    return conflictOf(error);
  }

  protected modelOf(entity: Type): Model {
    const model = this.models.get(entity);
    if (model) return model;
    throw new Error(
      explained(
        'entity-not-looked-after',
        `${entity.name} is not looked after. Import ${this.name}.forFeature([${entity.name}]).`,
      ),
    );
  }
}

/**
 * Undefined where no row can match: a member of the key is open, or no value of its column, or no text is a version.
 * @throws Error where the key names what is no column
 */
function meantRow(
  model: EntityModel,
  key: EntityKey,
  texts: readonly string[] | undefined,
): MeantRow | undefined {
  const { columns, description } = model;
  let isOpen = false;
  for (const name of Object.keys(key)) {
    if (!columns.has(name)) throw unknownColumn(model, name);
    // A library could pass over a condition that says nothing. That a column has no value is one.
    isOpen ||= key[name] === undefined;
  }
  if (isOpen || !description.key.every((name) => canBe(model, name, key[name]))) return undefined;
  const versions = texts && versionsFromTexts(texts, model.version);
  return versions?.length === 0 ? undefined : { key, versions };
}

/** Whether a member of the primary key can have this value. */
function canBe({ key }: EntityModel, name: string, value: unknown): boolean {
  return value !== undefined && value !== null && canHold(key[name]!, value);
}

function unknownColumn({ entity }: EntityModel, name: string): Error {
  const text = `${entity.name} has no column "${name}" that a key could restrict.`;
  return new Error(explained('key-members', text));
}

/** What is none of these columns is passed over, and so is what says nothing. */
function among(columns: ReadonlySet<string>, values: object): object {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && columns.has(name)) given[name] = value;
  return given;
}
