import type { Type } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { explained } from '../util/explained.js';
import { entityModel, type EntityModel } from './entity-model.js';
import type { VersionedEntity } from './versioned-entity.interface.js';

/** The entities of one data source that are looked after, by class. */
export class EntityModels {
  private readonly entries = new Map<Type, VersionedEntity>();
  private readonly models = new Map<Type, EntityModel>();

  constructor(
    private readonly source: string,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Before its initialisation a data source knows nothing of its entities. They are checked when one is asked for.
   * @throws Error naming the entity and the fix, where it cannot be looked after
   */
  add(entry: VersionedEntity): void {
    if (this.dataSource.isInitialized) this.check(entry);
    if (!this.entries.has(entry.entity)) this.entries.set(entry.entity, entry);
  }

  /** @throws Error where the entity cannot be looked after, or the data source is not initialised */
  of(entity: Type): EntityModel | undefined {
    const entry = this.entries.get(entity);
    return entry && this.modelOf(entity, entry);
  }

  /** The model of a class or, with its own table, of a class that extends one. */
  ofFamily(entity: Type): EntityModel | undefined {
    for (let each: Type | null = entity; each; each = Object.getPrototypeOf(each) as Type | null) {
      const entry = this.entries.get(each);
      if (entry) return this.modelOf(entity, entry);
    }
    return undefined;
  }

  private check(entry: VersionedEntity): void {
    const { version } = entityModel(entry, this.dataSource, this.source).description;
    const known = this.of(entry.entity)?.description.version ?? version;
    if (known === version) return;
    const names = `"${known}" and "${version}"`;
    throw new Error(
      explained(
        'entity-not-looked-after',
        `${entry.entity.name} has one version, but forFeature() was given ${names} as such.`,
      ),
    );
  }

  private modelOf(entity: Type, entry: VersionedEntity): EntityModel {
    const known = this.models.get(entity);
    // A data source that is initialised again has other metadata.
    if (known && this.dataSource.getMetadata(entity) === known.metadata) return known;
    const model = entityModel({ ...entry, entity }, this.dataSource, this.source);
    this.models.set(entity, model);
    return model;
  }
}
