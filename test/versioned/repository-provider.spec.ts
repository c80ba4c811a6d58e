import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { EntityAdapters, EtagModule, ExpectedVersion, VersionedRepository } from '../../src/index.js';
import {
  getVersionedRepositoryToken,
  InjectVersionedRepository,
} from '../../src/versioned/inject-versioned-repository.decorator.js';
import { repositoryProvider } from '../../src/versioned/repository-provider.js';
import { MapAdapter, type Row } from '../support/map-adapter.js';

class Thing implements Row {
  declare readonly id: string;
  declare readonly version: number;
}

@Injectable()
class Things {
  constructor(@InjectVersionedRepository(Thing) readonly rows: VersionedRepository<Thing>) {}
}

class OwnRepository extends VersionedRepository<object, never> {}

const CLIENT = 'CLIENT';
const adapter = new MapAdapter<Thing>(Thing);
const description = adapter.describe(Thing)!;

/** What is provided from the client of a database, whose adapter it is made for. */
const provider = (source = 'default') =>
  repositoryProvider<never>({
    module: 'EtagMapModule',
    entity: Thing,
    source,
    defaults: { skipUnchanged: true },
    inject: [CLIENT],
    lookAfter: (client: unknown) => ({ adapter: client as typeof adapter, description }),
    Repository: OwnRepository,
  });

const providers = [{ provide: CLIENT, useValue: adapter }, Things];

describe('the repository of an entity', () => {
  it('is injected, and makes its adapter known', async () => {
    const imports = [EtagModule.forRoot()];
    const module = await Test.createTestingModule({
      imports,
      providers: [...providers, provider()],
    }).compile();
    const { rows } = module.get(Things);
    expect(rows).toBeInstanceOf(OwnRepository);
    expect(module.get(EntityAdapters).find(Thing)?.adapter).toBe(adapter);
    adapter.put({ id: 'a', version: 1 });
    // Its defaults are those of the module: nothing is written where nothing would change.
    const same = await rows.save({ id: 'a', version: 1 } as Thing, ExpectedVersion.of({ 'if-match': '"1"' }));
    expect(same.version).toBe(1);
  });

  it('is found by the name of its database', () => {
    expect(getVersionedRepositoryToken(Thing)).toBe('default:Thing:VersionedRepository');
    expect(getVersionedRepositoryToken(Thing, 'other')).toBe('other:Thing:VersionedRepository');
    expect(provider('other')).toMatchObject({ provide: getVersionedRepositoryToken(Thing, 'other') });
  });

  it('needs the module', async () => {
    const starting = Test.createTestingModule({ providers: [...providers, provider()] }).compile();
    await expect(starting).rejects.toThrow(
      /^EtagMapModule needs EtagModule\.forRoot\(\) in the imports of the AppModule\. \(.*#module-not-imported\)$/,
    );
  });
});
