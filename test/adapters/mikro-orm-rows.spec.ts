/** Rows that are more or less than their columns: relations, embedded objects, formulas, lazy properties and filters. */
import { EntitySchema, type EntityManager, type MikroORM } from '@mikro-orm/core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mikroOrmModel } from '../../src/mikro-orm/mikro-orm-model.js';
import { MikroOrmStatements } from '../../src/mikro-orm/mikro-orm.statements.js';
import { ModelAdapter } from '../../src/versioned/model-adapter.js';
import { connected, MIKRO_ORM_DATABASES } from './mikro-orm.databases.js';
import { SCHEMAS } from './mikro-orm.entities.js';
import { describeOn } from './servers.js';

class Author {
  declare id: number;
  declare name: string;
}

class Note {
  declare id: number;
  declare title: string;
  declare secret: string;
  declare shout: string;
  declare author: Author | null;
  declare place: { city: string } | null;
  declare isHidden: boolean;
  declare version: string | bigint | number;
}

class Place {
  declare city: string;
}

const prefix = SCHEMAS[0]!.meta.tableName!;
const id = { type: 'integer', primary: true } as const;
const ENTITIES: EntitySchema[] = [
  new EntitySchema({
    class: Author,
    tableName: `${prefix}_author`,
    properties: { id: { ...id, autoincrement: false }, name: { type: 'string' } },
  } as never),
  new EntitySchema({ class: Place, embeddable: true, properties: { city: { type: 'string' } } } as never),
  new EntitySchema({
    class: Note,
    tableName: `${prefix}_note`,
    filters: { shown: { name: 'shown', cond: { isHidden: false }, default: true } },
    properties: {
      id,
      title: { type: 'string' },
      secret: { type: 'string', lazy: true, onCreate: () => 'generated' },
      shout: { type: 'string', formula: 'upper(title)', persist: false },
      author: { kind: 'm:1', entity: () => Author, eager: true, nullable: true },
      place: { kind: 'embedded', entity: () => Place, nullable: true },
      isHidden: { type: 'boolean', default: false },
      version: { type: 'bigint', runtimeType: 'number', version: true },
    },
  } as never),
];

for (const database of MIKRO_ORM_DATABASES) {
  describeOn(database.server, `rows of MikroORM on ${database.name}`, () => {
    let orm: MikroORM;
    let close: () => Promise<void>;
    let adapter: ModelAdapter<ReturnType<typeof mikroOrmModel>, EntityManager>;

    beforeAll(async () => {
      ({ orm, close } = await connected(database, ENTITIES));
      adapter = new ModelAdapter('EtagMikroOrmModule', 'default', new MikroOrmStatements(orm));
      adapter.lookAfter(mikroOrmModel(orm, { entity: Note }));
    });
    afterAll(() => close?.());

    it('gives a row as a read does: with what is eager, without what is lazy, past filters', async () => {
      await orm.em.fork().insert(Author, { id: 1, name: 'A' });
      const values = { title: 'one', author: 1, place: { city: 'Here' } };
      const made = (await adapter.insert(Note, values)) as Note;
      expect(made).toMatchObject({
        title: 'one',
        shout: 'ONE',
        author: { name: 'A' },
        place: { city: 'Here' },
      });
      expect(made.secret).toBeUndefined();
      const key = { id: made.id };
      const changes = { isHidden: true, place: { city: 'There' }, secret: 'mine' };
      const hidden = (await adapter.update(Note, key, changes, [String(made.version)])) as Note;
      expect(hidden).toMatchObject({ isHidden: true, author: { name: 'A' }, place: { city: 'There' } });
      expect([hidden.secret, Number(hidden.version)]).toEqual([undefined, Number(made.version) + 1]);
      expect(await adapter.find(Note, key, 'all')).toBeNull();
      expect(await adapter.update(Note, key, { title: 'lost' }, undefined)).toBeNull();
      expect(await adapter.delete(Note, key, undefined)).toBe(false);
      expect((await adapter.collection!(Note, undefined, false))!.count).toBe(0);
    });

    it('leaves a list to the handler where a condition joins another table', async () => {
      expect(await adapter.collection!(Note, { where: { author: { name: 'A' } } }, false)).toBeUndefined();
    });
  });
}
