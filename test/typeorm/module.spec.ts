import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Put, type DynamicModule, type Type } from '@nestjs/common';
import { InjectRepository, getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, Repository, VersionColumn } from 'typeorm';
import { EntityAdapters, EtagModule, ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import {
  EtagTypeOrmModule,
  getVersionedRepositoryToken,
  InjectVersionedRepository,
  TypeOrmAdapter,
  VersionedRepository,
  type EntityEntry,
} from '../../src/typeorm/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request } from '../support/wire.js';
import { describeDatabases, dropTables, open, optionsFor, type Database } from './databases.js';
import { Note, OrderLine } from './entities.js';

const EXPRESS = ADAPTERS[0]!;

class Point {
  @Column('int')
  x!: number;

  @Column('int')
  rev!: number;
}

/** Everything that is wrong with it, in turn. */
@Entity('mistakes')
class Mistake {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('decimal')
  decimal!: string;

  @Column('boolean')
  flag!: boolean;

  @Column({ type: 'int', update: false })
  fixed!: number;

  @Column('int', { select: false })
  hidden!: number;

  @Column('timestamp', { precision: 0 })
  seconds!: Date;

  @Column('int')
  rev!: number;

  @Column('int')
  other!: number;

  @Column(() => Point)
  point!: Point;
}

class VersionPart {
  @VersionColumn()
  version!: number;
}

@Entity('embedded_keys')
class EmbeddedVersion {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column(() => VersionPart)
  part!: VersionPart;
}

describeDatabases('EtagTypeOrmModule', (database) => {
  let app: RunningApp | undefined;

  /** A start that fails leaves its connections to us. */
  const opened: DataSource[] = [];

  const connect = (target: Database, name?: string, entities?: Type[]): DynamicModule => {
    const options = {
      ...optionsFor(target),
      ...(entities ? { entities } : { autoLoadEntities: true }),
      synchronize: true,
      retryAttempts: 0,
    };
    return TypeOrmModule.forRootAsync({
      ...(name !== undefined && { name }),
      useFactory: () => ({ ...options, ...(name !== undefined && { name }) }),
      dataSourceFactory: async (given) => {
        const source = new DataSource(given!);
        opened.push(source);
        return source.initialize();
      },
    });
  };

  afterEach(async () => {
    for (const source of opened) if (source.isInitialized) await dropTables(source);
    await app?.close();
    app = undefined;
    for (const source of opened.splice(0)) if (source.isInitialized) await source.destroy();
  });

  @Controller('notes')
  @Versioned(Note)
  class NotesController {
    constructor(
      @InjectVersionedRepository(Note) readonly versions: VersionedRepository<Note>,
      @InjectRepository(Note) readonly notes: Repository<Note>,
    ) {}

    @Get(':id')
    findOne(): string {
      return 'the handler ran';
    }
  }

  @Module({ imports: [EtagTypeOrmModule.forFeature([Note])], controllers: [NotesController] })
  class NotesModule {}

  @Module({ imports: [EtagTypeOrmModule.forFeature([OrderLine]), EtagTypeOrmModule.forFeature([Note])] })
  class OrdersModule {}

  const AppModules = {
    'before the others': () => [EtagModule.forRoot(), connect(database), NotesModule, OrdersModule],
    'after the others': () => [OrdersModule, NotesModule, connect(database), EtagModule.forRoot()],
    'with options of its own': () => [
      NotesModule,
      EtagModule.forRootAsync({ useFactory: () => ({ malformed: 412 }) }),
      OrdersModule,
      connect(database),
    ],
  };

  it.each(Object.entries(AppModules))('works with EtagModule %s, for several modules', async (_, imports) => {
    app = await startApp({ imports: imports() }, EXPRESS);
    const controller = app.app.get(NotesController, { strict: false });
    expect(controller.versions).toBeInstanceOf(VersionedRepository);
    const { id } = await controller.versions.insert({ title: 'a' });
    expect(await controller.notes.findOneBy({ id })).toMatchObject({ version: 1 });
    const path = `/notes/${id}`;
    expect((await request(app.port, { path, headers: { 'If-None-Match': '"1"' } })).status).toBe(304);
    const adapters = app.app.get(EntityAdapters);
    const known = adapters.find(OrderLine)!;
    expect(known.adapter).toBeInstanceOf(TypeOrmAdapter);
    expect(adapters.find(Note)!.adapter).toBe(known.adapter);
    expect(app.app.get(getDataSourceToken()).subscribers).toHaveLength(1);
  });

  // There is one PGlite in a process.
  it('keeps several data sources apart', async () => {
    if (!database.concurrent) return;
    @Controller('archive')
    class ArchiveController {
      constructor(
        @InjectVersionedRepository(Note) readonly notes: VersionedRepository<Note>,
        @InjectVersionedRepository(Note, 'archive') readonly archived: VersionedRepository<Note>,
      ) {}

      @Get(':id')
      @Versioned(Note, { source: 'archive' })
      findOne(): string {
        return 'the handler ran';
      }

      @Put(':id')
      @Versioned(Note, { source: 'archive' })
      update(@IfMatch() expected: ExpectedVersion): string {
        return String(expected.consumed);
      }
    }
    app = await startApp(
      {
        imports: [
          connect(database),
          connect(database, 'archive'),
          EtagTypeOrmModule.forFeature([Note]),
          EtagTypeOrmModule.forFeature([Note], 'archive'),
          EtagModule.forRoot(),
        ],
        controllers: [ArchiveController],
      },
      EXPRESS,
    );
    const { notes, archived } = app.app.get(ArchiveController);
    const here = await notes.insert({ title: 'here' });
    const there = await archived.insert({ title: 'there' });
    const read = (id: string) =>
      request(app!.port, { path: `/archive/${id}`, headers: { 'If-None-Match': '"1"' } });
    expect((await read(there.id)).status).toBe(304);
    expect((await read(here.id)).status).toBe(200);
    const archive = app.app.get<DataSource>(getDataSourceToken('archive'));
    expect(await archive.getRepository(Note).find()).toEqual([there]);
    expect(getVersionedRepositoryToken(Note)).not.toBe(getVersionedRepositoryToken(Note, 'archive'));
    expect(app.app.get(getVersionedRepositoryToken(Note, 'archive'), { strict: false })).toBe(archived);
  });

  describe('does not start', () => {
    it('without EtagModule', async () => {
      const start = startApp({ imports: [connect(database), OrdersModule] }, EXPRESS);
      await expect(start).rejects.toThrow('EtagTypeOrmModule needs EtagModule.forRoot()');
    });

    it('with an entity the data source does not have', async () => {
      const start = startApp(
        { imports: [connect(database, undefined, [OrderLine]), NotesModule, EtagModule.forRoot()] },
        EXPRESS,
      );
      await expect(start).rejects.toThrow(
        'cannot look after Note: the data source "default" does not have it. Add it to its "entities".',
      );
    });
  });

  it('does not look after an entity that is declared with a mistake', async () => {
    const { source, close } = await open(database, [Mistake, EmbeddedVersion]);
    const look = (entry: EntityEntry) => () => new TypeOrmAdapter('default', source).lookAfter(entry);
    const mistakes: [string, EntityEntry][] = [
      ['it has no @VersionColumn(). Add one, or name its version: { entity, version }', Mistake],
      ['it has no column "gone"', { entity: Mistake, version: 'gone' as 'rev' }],
      ['it has no column "gone"', { entity: Mistake, version: 'rev', lastModified: 'gone' as 'rev' }],
      ['"decimal" is of a type that cannot be counted up', { entity: Mistake, version: 'decimal' }],
      ['"flag" is of a type that cannot be counted up', { entity: Mistake, version: 'flag' }],
      ['"fixed" is left out of writes or reads', { entity: Mistake, version: 'fixed' }],
      ['"hidden" is left out of writes or reads', { entity: Mistake, version: 'hidden' }],
      ['"seconds" has no milliseconds', { entity: Mistake, version: 'seconds' }],
      ['"part.version" is in an embedded object', EmbeddedVersion],
    ];
    for (const [message, entry] of mistakes) expect(look(entry)).toThrow(message);
    const adapter = new TypeOrmAdapter('default', source);
    adapter.lookAfter({ entity: Mistake, version: 'rev' });
    expect(() => adapter.lookAfter({ entity: Mistake, version: 'other' })).toThrow(
      'Mistake has one version, but forFeature() was given "rev" and "other" as such.',
    );
    await close();
  });
});
