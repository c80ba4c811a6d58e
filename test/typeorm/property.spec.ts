import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  ParseIntPipe,
  Put,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import * as fc from 'fast-check';
import { OptimisticLockVersionMismatchError, type Repository } from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned } from '../../src/index.js';
import { InjectVersionedRepository, VersionedRepository } from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import type { WireResponse } from '../support/wire.js';
import { startWith, type EntityApp } from './app.js';
import { describeDatabases } from './databases.js';
import { changesOf, entityOf, Owner, SHAPES, valuesOf, type AnyRow, type Shape } from './random.entities.js';

/** The API of one entity, as a developer writes it. */
function controllerOf(entity: new () => AnyRow) {
  @Controller(entity.name)
  @Versioned(entity)
  class RowsController {
    constructor(
      @InjectVersionedRepository(entity) private readonly versions: VersionedRepository<AnyRow>,
      @InjectRepository(entity) private readonly rows: Repository<AnyRow>,
    ) {}

    @Get(':id')
    async find(@Param('id', ParseIntPipe) id: number): Promise<AnyRow> {
      const found = await this.rows.findOneBy({ id });
      if (!found) throw new NotFoundException();
      return found;
    }

    @Put(':id')
    @Versioned(entity, { current: false })
    update(
      @Param('id', ParseIntPipe) id: number,
      @Body() body: object,
      @IfMatch() expected: ExpectedVersion,
    ) {
      return this.versions.update({ id }, body, expected);
    }

    @Put(':id/save')
    @Versioned(entity, { param: 'id', current: false })
    async save(
      @Param('id', ParseIntPipe) id: number,
      @Body() body: Record<string, unknown>,
      @IfMatch() expected: ExpectedVersion,
    ) {
      return this.versions.save(changed(await this.find(id), body), expected);
    }

    @Delete(':id')
    @Versioned(entity, { current: false })
    @HttpCode(204)
    remove(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
      return this.versions.delete({ id }, expected);
    }

    @Delete(':id/mark')
    @Versioned(entity, { param: 'id' })
    @HttpCode(204)
    mark(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
      return this.versions.softDelete({ id }, expected);
    }

    @Put(':id/restore')
    @Versioned(entity, { param: 'id', current: false })
    restore(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
      return this.versions.restore({ id }, expected);
    }
  }
  return RowsController;
}

/** What a body says, in the types of the entity. */
function changed(row: AnyRow, { moment, ...rest }: Record<string, unknown>): AnyRow {
  return Object.assign(row, rest, moment === undefined ? {} : { moment: new Date(moment as string) });
}

type Writer = 0 | 1;
type Step = readonly [
  what: 'delete' | 'mark' | 'plain save' | 'race' | 'read' | 'restore' | 'save' | 'update',
  writer: Writer,
  changes: object,
];

const SHAPES_TRIED = fc.sample(SHAPES, 10);

function stepsOf(shape: Shape): fc.Arbitrary<Step[]> {
  const what = fc.constantFrom(
    ...([
      'read',
      'read',
      'update',
      'update',
      'save',
      'save',
      'plain save',
      'mark',
      'restore',
      'delete',
      'race',
    ] as const),
  );
  return fc.array(fc.tuple(what, fc.constantFrom<Writer>(0, 1), changesOf(shape)), { maxLength: 14 });
}

describeDatabases('two writers of random entities', (database) => {
  const made = SHAPES_TRIED.map((shape, at) => Object.assign(entityOf(shape, at), { shape }));
  const adapter = ADAPTERS[Math.floor(Math.random() * ADAPTERS.length)]!;
  let app: EntityApp;
  let keys = 0;

  beforeAll(async () => {
    app = await startWith(database, adapter, {
      versioned: made.map(({ entry }) => entry),
      others: [Owner],
      controllers: made.map(({ entity }) => controllerOf(entity)),
    });
  });
  afterAll(() => app?.close());

  /** A row, and what each of two writers knows of it. */
  class Scene {
    /** The entity and the tag a writer has read last. */
    private readonly known: { row: AnyRow; etag: string }[] = [];
    /** Every tag that was ever shown, and its body. */
    private readonly bodies = new Map<string, string>();

    private constructor(
      private readonly rows: Repository<AnyRow>,
      private readonly id: number,
      private readonly name: string,
    ) {}

    static async of(entity: new () => AnyRow, shape: Shape, values: object): Promise<Scene> {
      const rows = app.source.getRepository(entity);
      const owner = await app.source.getRepository(Owner).save({});
      const key = shape.key === 'given' ? { id: (keys += 1) } : {};
      const row = rows.create({ ...key, ...(shape.owner === 'eager' && { owner }) });
      const { id } = await rows.save(changed(row, values as Record<string, unknown>));
      const scene = new Scene(rows, id, entity.name);
      await scene.take(['read', 0, {}]);
      await scene.take(['read', 1, {}]);
      return scene;
    }

    async take([what, writer, changes]: Step): Promise<void> {
      const before = await this.stored();
      if (what === 'read') return this.read(writer);
      if (what === 'plain save') return this.savePlainly(writer, changes, before);
      if (what === 'race') return this.race(changes, before);
      const answer = await this.send(what, this.known[writer]!.etag, changes);
      const isCurrent = this.tagOf(before) === this.known[writer]!.etag;
      const isThere = before !== null && (before['deletedAt'] === null) === (what !== 'restore');
      if (isCurrent && isThere) await this.expectWritten(answer, what, changes, before!);
      else await this.expectRefused(answer, before);
    }

    private async send(what: string, etag: string, changes: object): Promise<WireResponse> {
      const method = what === 'delete' || what === 'mark' ? 'DELETE' : 'PUT';
      const rest = what === 'update' || what === 'delete' ? '' : `/${what}`;
      const path = `/${this.name}/${this.id}${rest}`;
      return app.send(method, path, { 'If-Match': etag }, method === 'PUT' ? changes : undefined);
    }

    private async read(writer: Writer): Promise<void> {
      const row = await this.stored();
      if (!row) return;
      this.known[writer] = { row, etag: this.tagOf(row)! };
      const answer = await app.send('GET', `/${this.name}/${this.id}`);
      if (row['deletedAt'] !== null) return expect(answer.status).toBe(404);
      expect([answer.status, answer.headers['etag']]).toEqual([200, this.tagOf(row)]);
      this.remember(answer);
    }

    private async expectWritten(answer: WireResponse, what: string, changes: object, before: AnyRow) {
      const after = await this.stored();
      expect([200, 204]).toContain(answer.status);
      if (what === 'delete') return expect(after).toBeNull();
      expect(after!['version']).not.toEqual(before['version']);
      const theirs = what === 'mark' || what === 'restore' ? {} : changes;
      const deletedAt = what === 'mark' ? expect.anything() : null;
      expect(bare(after!)).toEqual({ ...bare(before), ...bare(theirs as AnyRow), deletedAt });
      if (what === 'mark') return undefined;
      expect(answer.json).toEqual((await app.send('GET', `/${this.name}/${this.id}`)).json);
      this.remember(answer);
      return undefined;
    }

    private async expectRefused(answer: WireResponse, before: AnyRow | null): Promise<void> {
      expect([404, 412]).toContain(answer.status);
      expect(await this.stored()).toEqual(before);
      if (answer.status === 412) expect(answer.headers['etag']).toBe(this.tagOf(before));
    }

    private async savePlainly(writer: Writer, changes: object, before: AnyRow | null): Promise<void> {
      const { row, etag } = this.known[writer]!;
      // TypeORM inserts what is gone.
      if (!before) return;
      const saved = await this.rows.save(changed(row, changes as Record<string, unknown>)).then(
        () => true,
        (error: unknown) =>
          error instanceof OptimisticLockVersionMismatchError ? false : Promise.reject(error),
      );
      const after = await this.stored();
      if (etag !== this.tagOf(before) && saved) expect(after).toEqual(before);
      if (!saved) expect([etag === this.tagOf(before), after]).toEqual([false, before]);
      await this.read(writer);
    }

    /** Both write what they have read just now, at once. */
    private async race(changes: object, before: AnyRow | null): Promise<void> {
      if (!before || before['deletedAt'] !== null) return;
      const etag = this.tagOf(before)!;
      const answers = await Promise.all(['update', 'save'].map((what) => this.send(what, etag, changes)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
      for (const answer of answers) if (answer.status === 200) this.remember(answer);
    }

    /** One strong tag names one body. */
    private remember({ headers, text }: WireResponse): void {
      const etag = headers['etag']!;
      expect(text).toBe(this.bodies.get(etag) ?? text);
      this.bodies.set(etag, text);
    }

    private stored(): Promise<AnyRow | null> {
      return this.rows.findOne({ where: { id: this.id }, withDeleted: true });
    }

    private tagOf(row: AnyRow | null): string | undefined {
      const version = row?.['version'];
      return row ? `"${version instanceof Date ? version.toISOString() : String(version)}"` : undefined;
    }
  }

  it.each(made.map((each) => [JSON.stringify(each.shape), each] as const))(
    '%s',
    async (_, { shape, entity }) => {
      const scenes = fc.tuple(valuesOf(shape), stepsOf(shape));
      const property = fc.asyncProperty(scenes, async ([values, steps]) => {
        const scene = await Scene.of(entity, shape, values);
        for (const step of steps) await scene.take(step);
      });
      await fc.assert(property, { numRuns: 8 });
    },
  );
});

/** What a write alone changes, as JSON has it. */
function bare({ version: _, updatedAt: __, hook: ___, ...row }: AnyRow): object {
  return JSON.parse(JSON.stringify(row)) as object;
}
