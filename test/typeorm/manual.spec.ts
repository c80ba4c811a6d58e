import { afterAll, expect, it } from '@jest/globals';
import { Controller, Param, ParseIntPipe, Put } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  Column,
  DataSource,
  Entity,
  OptimisticLockVersionMismatchError,
  PrimaryGeneratedColumn,
  VersionColumn,
} from 'typeorm';
import { EtagModule, ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import {
  EtagTypeOrmModule,
  getVersionedRepositoryToken,
  InjectVersionedRepository,
  VersionedRepository,
} from '../../src/typeorm/index.js';
import { ADAPTERS, startApp, type RunningApp } from '../support/adapters.js';
import { request } from '../support/wire.js';
import { describeDatabases, dropTables, optionsFor } from './databases.js';

@Entity('late')
class Late {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar', { length: 20, default: '' })
  text!: string;

  @VersionColumn()
  version!: number;
}

@Controller('late')
@Versioned(Late)
class LateController {
  constructor(@InjectVersionedRepository(Late) private readonly late: VersionedRepository<Late>) {}

  @Put(':id')
  put(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
    return this.late.update({ id }, { text: 'b' }, expected);
  }
}

describeDatabases('a data source that the application initialises', (database) => {
  let app: RunningApp | undefined;
  afterAll(async () => {
    if (!app) return;
    await dropTables(app.app.get(DataSource));
    await app.close();
  });

  const start = (configure: (source: DataSource) => unknown) => {
    const options = {
      ...optionsFor(database),
      entities: [Late],
      synchronize: true,
      manualInitialization: true,
    };
    const imports = [
      EtagTypeOrmModule.forFeature([Late]),
      TypeOrmModule.forRoot(options),
      EtagModule.forRoot(),
    ];
    return startApp({ imports, controllers: [LateController] }, ADAPTERS[0]!, {
      configure: (created) => configure(created.get(DataSource)),
    });
  };

  it('is guarded from then on', async () => {
    app = await start((source) => source.initialize());
    const rows = app.app.get(DataSource).getRepository(Late);
    const { id } = await rows.save({});
    const stale = await rows.findOneByOrFail({ id });
    const put = () =>
      request(app!.port, { method: 'PUT', path: `/late/${id}`, headers: { 'If-Match': '"1"' } });
    expect([(await put()).status, (await put()).status]).toEqual([200, 412]);
    await expect(rows.save(Object.assign(stale, { text: 'c' }))).rejects.toThrow(
      OptimisticLockVersionMismatchError,
    );
  });

  it('cannot mark a row without a deletion date', async () => {
    const rows = app!.app.get<VersionedRepository<Late>>(getVersionedRepositoryToken(Late));
    const any = ExpectedVersion.of({ 'if-match': '*' });
    const message = 'Late has no @DeleteDateColumn(), so that it cannot be marked as deleted.';
    await expect(rows.softDelete({ id: 1 }, any)).rejects.toThrow(message);
    await expect(rows.restore({ id: 1 }, any)).rejects.toThrow(message);
  });

  it('has to be initialised before the application is', async () => {
    await expect(start(() => undefined)).rejects.toThrow(
      'EtagTypeOrmModule cannot look after Late: the data source "default" is not initialised. Initialise it before the application.',
    );
  });
});
