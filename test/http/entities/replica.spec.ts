import { Controller, Get, Inject, Injectable, Put } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import { EntityAdapters, EtagModule, Versioned, type VersionedOptions } from '../../../src/index.js';
import { ADAPTERS, startApp } from '../../support/adapters.js';
import { MapAdapter, type Row } from '../../support/map-adapter.js';
import { controllerWith } from '../../support/wrong-controller.js';

class Thing implements Row {
  readonly id!: string;
  readonly version!: number;
}

class ThingState {
  current(): null {
    return null;
  }
}

/** An adapter that knows replicas, unless it is told that it does not. */
function registering(knowsReplica: boolean) {
  @Injectable()
  class Registration {
    constructor(@Inject(EntityAdapters) adapters: EntityAdapters) {
      const adapter = new MapAdapter(Thing);
      adapters.register(knowsReplica ? Object.assign(adapter, { findOnReplica: async () => null }) : adapter);
    }
  }
  return Registration;
}

const replica = true;
const READS = Get(':id');

it.each<[string, MethodDecorator[], boolean, string]>([
  [
    'without an entity',
    [READS, Versioned({ replica })],
    true,
    '"replica" needs an entity to look up. Use @Versioned(Product, { replica: true }).',
  ],
  [
    'of an adapter without one',
    [READS, Versioned(Thing, { replica })],
    false,
    'the adapter of Thing knows no replica. Remove "replica", or give it a "current".',
  ],
  [
    'beside a "current"',
    [READS, Versioned(Thing, { replica, current: ThingState } as VersionedOptions<Thing>)],
    true,
    '"replica" is for the lookup by the ORM, and "current" stands in its place. Remove one of them.',
  ],
  [
    'on a write',
    [Put(':id'), Versioned(Thing, { replica })],
    true,
    '"replica" is for reads, and stands on a PUT: the preconditions of a write are evaluated against the master. Remove it, or put it on the GET or on the class.',
  ],
])('"replica" %s is refused at start-up', async (_, decorators, knowsReplica, message) => {
  const start = startApp(
    {
      imports: [EtagModule.forRoot()],
      controllers: [controllerWith(...decorators)],
      providers: [registering(knowsReplica), ThingState],
    },
    ADAPTERS[0]!,
  );
  await expect(start).rejects.toThrow(`WrongController.route: ${message}`);
});

it('"replica" stands on a class with writes as well', async () => {
  @Controller(':id')
  @Versioned(Thing, { replica })
  class ThingsController {
    @Get()
    find(): object {
      return { id: 'a', version: 1 };
    }

    @Put()
    put(): object {
      return { id: 'a', version: 1 };
    }
  }
  const { close } = await startApp(
    { imports: [EtagModule.forRoot()], controllers: [ThingsController], providers: [registering(true)] },
    ADAPTERS[0]!,
  );
  await close();
});
