import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as drizzle from '../../src/drizzle/index.js';
import * as main from '../../src/index.js';
import * as metrics from '../../src/metrics/index.js';
import * as mongoose from '../../src/mongoose/index.js';
import * as mikroOrm from '../../src/mikro-orm/index.js';
import * as prisma from '../../src/prisma/index.js';
import * as core from '../../src/rfc9110/index.js';
import * as sequelize from '../../src/sequelize/index.js';
import * as sql from '../../src/sql/index.js';
import * as swagger from '../../src/swagger/index.js';
import * as testing from '../../src/testing/index.js';
import * as typeorm from '../../src/typeorm/index.js';

/** The names an entry point exports, types included, by its own lines: an entry point holds nothing else. */
function exportedNames(entry: string): { values: string[]; types: string[] } {
  const text = readFileSync(new URL(`../../src/${entry}`, import.meta.url), 'utf8');
  const code = text.replaceAll(/\/\*[^]*?\*\//g, '');
  const lines = [...code.matchAll(/export (type )?\{([^}]*)\} from '[^']+';/g)];
  expect(code.replaceAll(/export (?:type )?\{[^}]*\} from '[^']+';/g, '').trim()).toBe('');
  const names = (ofTypes: boolean) =>
    lines
      .filter(([, type]) => Boolean(type) === ofTypes)
      .flatMap(([, , list]) => list!.split(','))
      .map((name) => name.trim())
      .filter(Boolean)
      .toSorted();
  return { values: names(false), types: names(true) };
}

describe('nestjs-etag exports these names and no others', () => {
  const { values, types } = exportedNames('index.ts');

  it('values', () => {
    expect(Object.keys(main).toSorted()).toEqual([
      'AcceptRanges',
      'CacheControl',
      'ETag',
      'EntityAdapters',
      'EtagInterceptor',
      'EtagModule',
      'ExpectedVersion',
      'ForgetsTags',
      'IfMatch',
      'LastModified',
      'MalformedPreconditionException',
      'NoETag',
      'PreconditionFailedException',
      'PreconditionFilter',
      'PreconditionReport',
      'PreconditionRequiredException',
      'RangeNotSatisfiableException',
      'RequirePrecondition',
      'TagMemory',
      'VersionConflictException',
      'Versioned',
      'VersionedRepository',
      'currentFrom',
      'entityHash',
      'entityTag',
      'fileTag',
      'formatEntityTag',
      'parseEntityTag',
      'strongEquals',
      'weakEquals',
    ]);
    expect(values).toEqual(Object.keys(main).toSorted());
  });

  it('types', () => {
    expect(types).toEqual([
      'AcceptRangesOptions',
      'AlreadyApplied',
      'CacheControlDirectives',
      'CollectionRows',
      'CollectionSource',
      'Conflict',
      'CurrentLookup',
      'CurrentResource',
      'CurrentSource',
      'DecisionOutcome',
      'DecisionSource',
      'ETagOptions',
      'EntityAdapter',
      'EntityDescription',
      'EntityKey',
      'EntityTag',
      'EtagDecision',
      'EtagModuleOptions',
      'EtagOptionsFactory',
      'FileStats',
      'KnownEntity',
      'LastModifiedSource',
      'LookupRequest',
      'MaybePromise',
      'PreconditionPolicy',
      'RememberFor',
      'RememberOptions',
      'RememberedRequest',
      'RememberedTagsOptions',
      'RouteTagOptions',
      'TagFunction',
      'TagGroups',
      'TagStore',
      'TagValue',
      'TimestampValue',
      'VersionedOptions',
      'WriteOptions',
    ]);
  });
});

describe('nestjs-etag/rfc9110 exports these names and no others', () => {
  const { values, types } = exportedNames('rfc9110/index.ts');

  it('values', () => {
    expect(Object.keys(core).toSorted()).toEqual([
      'NO_PRECONDITIONS',
      'clampLastModified',
      'contradictions',
      'decodeOpaque',
      'encodeOpaque',
      'entityTag',
      'evaluate',
      'forbidsStore',
      'formatCacheControl',
      'formatEntityTag',
      'formatHttpDate',
      'guardsWrite',
      'ignoresPreconditions',
      'isConditional',
      'isHttpDate',
      'isKeptOnNotModified',
      'isMalformed',
      'leftOutOnNotModified',
      'mergeVary',
      'parseByteRanges',
      'parseEntityTag',
      'parseEntityTagList',
      'parseHttpDate',
      'parseIfRange',
      'parsePreconditions',
      'rangeApplies',
      'strongEquals',
      'weakEquals',
    ]);
    expect(values).toEqual(Object.keys(core).toSorted());
  });

  it('types', () => {
    expect(types).toEqual([
      'ByteRangeSpec',
      'CacheControlDirectives',
      'CurrentState',
      'EntityTag',
      'EntityTagList',
      'EvaluateOptions',
      'IfRange',
      'Outcome',
      'Preconditions',
      'RequestHeaders',
    ]);
  });
});

describe('nestjs-etag/swagger exports these names and no others', () => {
  const { values, types } = exportedNames('swagger/index.ts');

  it('values', () => {
    expect(Object.keys(swagger)).toEqual(['withConditionalRequests']);
    expect(values).toEqual(Object.keys(swagger));
  });

  it('types', () => {
    expect(types).toEqual([]);
  });
});

describe('nestjs-etag/metrics exports these names and no others', () => {
  const { values, types } = exportedNames('metrics/index.ts');

  it('values', () => {
    expect(Object.keys(metrics)).toEqual(['instrumentEtags']);
    expect(values).toEqual(Object.keys(metrics));
  });

  it('types', () => {
    expect(types).toEqual([]);
  });
});

describe('nestjs-etag/typeorm exports these names and no others', () => {
  const { values, types } = exportedNames('typeorm/index.ts');

  it('values', () => {
    expect(Object.keys(typeorm).toSorted()).toEqual([
      'EtagTypeOrmModule',
      'InjectVersionedRepository',
      'TypeOrmAdapter',
      'VersionedRepository',
      'getVersionedRepositoryToken',
      'xmin',
    ]);
    expect(values).toEqual(Object.keys(typeorm).toSorted());
  });

  it('types', () => {
    expect(types).toEqual(['CollectionQuery', 'EntityEntry', 'VersionedEntity']);
  });
});

describe('nestjs-etag/testing exports these names and no others', () => {
  const { values, types } = exportedNames('testing/index.ts');

  it('values', () => {
    expect(Object.keys(testing).toSorted()).toEqual([
      'ConditionalApi',
      'ConformanceError',
      'InMemoryAdapter',
      'InMemoryRepository',
      'NoResponseError',
      'RULES',
      'RouteReport',
      'Savings',
      'absentVersion',
      'anyVersion',
      'conditional',
      'expectedVersion',
      'matchers',
      'unconditional',
    ]);
    expect(values).toEqual(Object.keys(testing).toSorted());
  });

  it('types', () => {
    expect(types).toEqual([
      'ConditionalMatchers',
      'ConditionalOptions',
      'Exchange',
      'InMemoryOptions',
      'Limits',
      'MatcherResult',
      'NestApplicationLike',
      'Received',
      'Resource',
      'Rule',
      'RuleGroup',
      'RuleResult',
      'Saving',
      'SentHeaders',
      'SentRequest',
      'SupertestLike',
      'Target',
      'Verdict',
      'VersionValue',
      'Write',
    ]);
  });

  it.each(['jest', 'vitest'])('%s: the matchers', (framework) => {
    expect(exportedNames(`testing/${framework}/index.ts`)).toEqual({ values: ['matchers'], types: [] });
  });
});

describe('the two entry points', () => {
  it('share one core', () => {
    const shared = Object.keys(main).filter((name) => name in core);
    expect(shared).toEqual(
      expect.arrayContaining([
        'entityTag',
        'formatEntityTag',
        'parseEntityTag',
        'strongEquals',
        'weakEquals',
      ]),
    );
    for (const name of shared) {
      expect((main as Record<string, unknown>)[name]).toBe((core as Record<string, unknown>)[name]);
    }
  });
});

describe('nestjs-etag/drizzle exports these names and no others', () => {
  const { values, types } = exportedNames('drizzle/index.ts');

  it('values', () => {
    expect(Object.keys(drizzle).toSorted()).toEqual([
      'EtagDrizzleModule',
      'InjectVersionedRepository',
      'VersionedRepository',
      'getVersionedRepositoryToken',
    ]);
    expect(values).toEqual(Object.keys(drizzle).toSorted());
  });

  it('types', () => {
    expect(types).toEqual([
      'ClientSource',
      'DrizzleClient',
      'DrizzleCollectionQuery',
      'DrizzleEntity',
      'DrizzleQuery',
    ]);
  });
});

describe('nestjs-etag/prisma exports these names and no others', () => {
  const { values, types } = exportedNames('prisma/index.ts');

  it('values', () => {
    expect(Object.keys(prisma).toSorted()).toEqual([
      'EtagPrismaModule',
      'InjectVersionedRepository',
      'VersionedRepository',
      'countVersions',
      'getVersionedRepositoryToken',
    ]);
    expect(values).toEqual(Object.keys(prisma).toSorted());
  });

  it('types', () => {
    expect(types).toEqual([
      'ClientSource',
      'PrismaClientLike',
      'PrismaCollectionQuery',
      'PrismaEntity',
      'VersionCounter',
    ]);
  });
});

describe('nestjs-etag/sql exports these names and no others', () => {
  const { values, types } = exportedNames('sql/index.ts');

  it('values', () => {
    expect(Object.keys(sql).toSorted()).toEqual([
      'EtagSqlModule',
      'InjectVersionedRepository',
      'VersionedRepository',
      'fromBetterSqlite3',
      'fromKnex',
      'fromKysely',
      'fromMysql2',
      'fromPg',
      'fromPostgresJs',
      'getVersionedRepositoryToken',
      'xmin',
    ]);
    expect(values).toEqual(Object.keys(sql).toSorted());
  });

  it('types', () => {
    expect(types).toEqual([
      'AnySqlEntity',
      'BetterSqlite3Database',
      'ColumnKind',
      'ColumnType',
      'KnexInstance',
      'KnexQueryable',
      'KyselyDatabase',
      'KyselyQueryable',
      'Mysql2Connection',
      'Mysql2Pool',
      'PgQueryable',
      'PostgresJsQueryable',
      'SqlCollectionQuery',
      'SqlDialect',
      'SqlEntity',
      'SqlExecutor',
      'SqlExecutorSource',
      'SqlResult',
    ]);
  });
});

describe('nestjs-etag/mongoose exports these names and no others', () => {
  const { values, types } = exportedNames('mongoose/index.ts');

  it('values', () => {
    expect(Object.keys(mongoose).toSorted()).toEqual([
      'EtagMongooseModule',
      'InjectVersionedRepository',
      'VersionedRepository',
      'getVersionedRepositoryToken',
    ]);
    expect(values).toEqual(Object.keys(mongoose).toSorted());
  });

  it('types', () => {
    expect(types).toEqual(['MongooseCollectionQuery', 'MongooseEntity']);
  });
});

describe('nestjs-etag/sequelize exports these names and no others', () => {
  const { values, types } = exportedNames('sequelize/index.ts');

  it('values', () => {
    expect(Object.keys(sequelize).toSorted()).toEqual([
      'EtagSequelizeModule',
      'InjectVersionedRepository',
      'VersionedRepository',
      'getVersionedRepositoryToken',
    ]);
    expect(values).toEqual(Object.keys(sequelize).toSorted());
  });

  it('types', () => {
    expect(types).toEqual(['SequelizeCollectionQuery', 'SequelizeEntity', 'SequelizeEntry']);
  });
});

describe('nestjs-etag/mikro-orm exports these names and no others', () => {
  const { values, types } = exportedNames('mikro-orm/index.ts');

  it('values', () => {
    expect(Object.keys(mikroOrm).toSorted()).toEqual([
      'EtagMikroOrmModule',
      'InjectVersionedRepository',
      'VersionedRepository',
      'getVersionedRepositoryToken',
    ]);
    expect(values).toEqual(Object.keys(mikroOrm).toSorted());
  });

  it('types', () => {
    expect(types).toEqual(['MikroOrmCollectionQuery', 'MikroOrmEntity', 'MikroOrmEntry']);
  });
});
