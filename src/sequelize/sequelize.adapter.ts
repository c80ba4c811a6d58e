import type { Type } from '@nestjs/common';
import { Model, type Transaction } from 'sequelize';
import { textOf } from '../tags/text-of.js';
import type { EntityKey } from '../versioned/entity-adapter.interface.js';
import { ModelAdapter } from '../versioned/model-adapter.js';
import { primaryKeyIn } from '../versioned/versioned-key.js';
import type { SequelizeModel } from './sequelize-model.js';
import type { SequelizeStatements } from './sequelize.statements.js';

/** The adapter of a connection. A row of Sequelize keeps its values in a property of its own. */
export class SequelizeAdapter extends ModelAdapter<SequelizeModel, Transaction> {
  constructor(
    source: string,
    private readonly own: SequelizeStatements,
  ) {
    super('EtagSequelizeModule', source, own);
  }

  override update(
    entity: Type,
    key: EntityKey,
    changes: object,
    versions: readonly string[] | undefined,
    scope?: Transaction,
  ): Promise<object | null> {
    return super.update(entity, key, valuesOf(changes), versions, scope);
  }

  override insert(entity: Type, values: object, scope?: Transaction): Promise<object | null> {
    return super.insert(entity, valuesOf(values), scope);
  }

  async save(entity: Type, loaded: object, scope?: Transaction): Promise<object | null> {
    const model = this.modelOf(entity);
    if (loaded instanceof Model) return this.own.save(model, loaded, scope);
    const row = loaded as EntityKey;
    const version = textOf(row[model.description.version]);
    return super.update(
      entity,
      primaryKeyIn(row, model.description),
      loaded,
      version === undefined ? [] : [version],
      scope,
    );
  }
}

function valuesOf(values: object): object {
  return values instanceof Model ? (values.dataValues as object) : values;
}
