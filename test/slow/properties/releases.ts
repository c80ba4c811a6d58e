/** Things in a database, served by two releases of one application that serialise them differently. */
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  NotFoundException,
  Param,
  Put,
  Query,
  UseInterceptors,
  type NestInterceptor,
} from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { map } from 'rxjs';
import { Column, DataSource, Entity, PrimaryColumn, Repository, VersionColumn } from 'typeorm';
import { ETag, EtagModule, Versioned } from '../../../src/index.js';
import { EtagTypeOrmModule } from '../../../src/typeorm/index.js';
import { startApp, type Adapter, type RunningApp } from '../../support/adapters.js';
import { optionsFor, type Database } from '../../typeorm/databases.js';

@Entity('things')
class Thing {
  @PrimaryColumn('varchar', { length: 20 })
  id!: string;

  @Column('text')
  text!: string;

  @VersionColumn()
  version!: number;
}

/** How the release that is asked serialises; and how the hashed route does, which is free to change at any time. */
export const serialisation = { hashed: 0 };

const FORMATS: readonly ((value: unknown) => unknown)[] = [(data) => data, (data) => ({ data })];

function serialised(format: () => number): NestInterceptor {
  return { intercept: (_, next) => next.handle().pipe(map((value) => FORMATS[format()]!(value))) };
}

const collection = (request: { query: Record<string, unknown> }) => ({
  order: { text: 'ASC', id: 'ASC' } as const,
  skip: 2 * Number(request.query['page'] ?? 0),
  take: 2,
});

function controllerOf(release: number) {
  @Controller('things')
  @Versioned(Thing, { vary: ['Accept-Language'] })
  class ThingsController {
    constructor(@InjectRepository(Thing) private readonly things: Repository<Thing>) {}

    @Get()
    @Versioned(Thing, { collection })
    @UseInterceptors(serialised(() => release))
    page(@Query() query: Record<string, unknown>): Promise<Thing[]> {
      return this.things.find(collection({ query }));
    }

    @Get(':id')
    @UseInterceptors(serialised(() => release))
    async read(@Param('id') id: string, @Headers('accept-language') language = 'en') {
      return { ...(await this.find(id)), language };
    }

    @Get(':id/hashed')
    @ETag()
    @UseInterceptors(serialised(() => serialisation.hashed))
    hashed(@Param('id') id: string): Promise<Thing> {
      return this.find(id);
    }

    /** Saved the way an application saves that knows nothing of versions. */
    @Put(':id')
    @Versioned(Thing, { creates: true })
    async write(@Param('id') id: string, @Body() { text }: Thing): Promise<Thing> {
      const thing = (await this.things.findOneBy({ id })) ?? this.things.create({ id });
      return this.things.save(Object.assign(thing, { text }));
    }

    @Delete(':id')
    async remove(@Param('id') id: string): Promise<void> {
      await this.things.delete({ id });
    }

    private async find(id: string): Promise<Thing> {
      const thing = await this.things.findOneBy({ id });
      if (!thing) throw new NotFoundException();
      return thing;
    }
  }
  return ThingsController;
}

/** Both releases, on one data source. */
export async function startReleases(adapter: Adapter, database: Database): Promise<RunningApp[]> {
  const options = { ...optionsFor(database), entities: [Thing], synchronize: true };
  const shared = await new DataSource(options as never).initialize();
  const start = (release: number) =>
    startApp(
      {
        imports: [
          TypeOrmModule.forRootAsync({
            useFactory: () => options as never,
            dataSourceFactory: () => Promise.resolve(shared),
          }),
          EtagTypeOrmModule.forFeature([Thing]),
          EtagModule.forRoot({ namespace: `release ${release}` }),
        ],
        controllers: [controllerOf(release)],
      },
      adapter,
      { configure: (app) => adapter.compress(app) },
    );
  return [await start(0), await start(1)];
}
