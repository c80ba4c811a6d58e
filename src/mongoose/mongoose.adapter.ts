import type { Type } from '@nestjs/common';
import type { ClientSession } from 'mongoose';
import { explained } from '../util/explained.js';
import { conflictOf } from '../versioned/conflicts.js';
import { ModelAdapter } from '../versioned/model-adapter.js';
import type { MongooseModel } from './mongoose-model.js';
import { MongooseStatements } from './mongoose.statements.js';
import { isDocument } from './versioned-repository.js';

export const MODULE = 'EtagMongooseModule';

/** The adapter of one connection. */
export class MongooseAdapter extends ModelAdapter<MongooseModel, ClientSession> {
  constructor(source: string) {
    super(MODULE, source, new MongooseStatements());
  }

  /** Mongoose compares the version that was loaded, within its command. */
  async save(entity: Type, loaded: object, scope?: ClientSession): Promise<object | null> {
    if (!isDocument(loaded)) {
      throw new Error(
        explained(
          'adapter-cannot',
          `save() takes a document of Mongoose's. For a plain ${entity.name} call update().`,
        ),
      );
    }
    try {
      return await loaded.save(scope ? { session: scope } : {});
    } catch (error) {
      if (conflictOf(error) === 'stale' && (error as Error).name === 'VersionError') return null;
      throw error;
    }
  }
}
