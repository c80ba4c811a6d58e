import { Injectable, type Type } from '@nestjs/common';
import type { Conflict, EntityAdapter, EntityDescription } from './entity-adapter.interface.js';

/** An entity class, the adapter that looks after it and what that knows of it. */
export interface KnownEntity {
  readonly entity: Type;
  readonly adapter: EntityAdapter;
  readonly description: EntityDescription;
}

/** The ORM adapters of an application. An adapter's module registers its adapter as it is created. */
@Injectable()
export class EntityAdapters {
  private readonly adapters = new Set<EntityAdapter>();

  register(adapter: EntityAdapter): void {
    this.adapters.add(adapter);
  }

  /** The entity class as the first adapter that looks after it (of a data source, if one is named) knows it. */
  find(entity: Type, source?: string): KnownEntity | undefined {
    for (const adapter of this.adapters) {
      if (source !== undefined && adapter.source !== source) continue;
      const description = adapter.describe(entity);
      if (description) return { entity, adapter, description };
    }
    return undefined;
  }

  conflictOf(error: unknown): Conflict | undefined {
    for (const adapter of this.adapters) {
      const conflict = adapter.conflictOf(error);
      if (conflict) return conflict;
    }
    return undefined;
  }
}
