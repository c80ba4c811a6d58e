import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, Headers, Param, ParseIntPipe, Put } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn, VersionColumn, type Repository } from 'typeorm';
import { ExpectedVersion, IfMatch, Versioned, type LookupRequest } from '../../src/index.js';
import {
  InjectVersionedRepository,
  VersionedRepository,
  type CollectionQuery,
} from '../../src/typeorm/index.js';
import { ADAPTERS } from '../support/adapters.js';
import { outcome, startWith, type EntityApp } from './app.js';
import { describeDatabases, startAtOne } from './databases.js';

@Entity('invoices')
class Invoice {
  @PrimaryColumn('int')
  id!: number;

  @Column('int')
  tenantId!: number;

  @Column('varchar', { length: 20 })
  text!: string;

  @VersionColumn()
  version!: number;
}

const tenantOf = ({ headers }: LookupRequest) => Number(headers['x-tenant']);
const ofTenant = (request: LookupRequest) => ({ tenantId: tenantOf(request) });

@Controller('invoices')
@Versioned(Invoice, { where: ofTenant })
class InvoicesController {
  constructor(
    @InjectVersionedRepository(Invoice) private readonly versions: VersionedRepository<Invoice>,
    @InjectRepository(Invoice) private readonly invoices: Repository<Invoice>,
  ) {}

  @Get()
  @Versioned(Invoice, {
    where: ofTenant,
    collection: (): CollectionQuery<Invoice> => ({ where: { text: 'listed' }, order: { id: 'ASC' } }),
  })
  list(@Headers('x-tenant') tenantId: number): Promise<Invoice[]> {
    return this.invoices.find({ where: { text: 'listed', tenantId }, order: { id: 'ASC' } });
  }

  @Get(':id')
  find(): string {
    return 'the handler ran';
  }

  @Put(':id')
  @Versioned(Invoice, { where: ofTenant, creates: true })
  put(
    @Param('id', ParseIntPipe) id: number,
    @Body() body: Partial<Invoice>,
    @IfMatch() expected: ExpectedVersion,
  ) {
    return expected.createOnly
      ? this.versions.insert({ tenantId: 0, ...body, id, ...expected.where }, expected)
      : this.versions.update({ id, ...expected.where }, body, expected);
  }

  @Delete(':id')
  @Versioned(Invoice, { where: ofTenant, current: false })
  remove(@Param('id', ParseIntPipe) id: number, @IfMatch() expected: ExpectedVersion) {
    return this.versions.delete({ id, ...expected.where }, expected);
  }
}

let last = 0;

describeDatabases('@Versioned(Entity, { where })', (database) => {
  describe.each(ADAPTERS)('and $name', (adapter) => {
    let app: EntityApp;
    let invoices: Repository<Invoice>;
    let path: string;
    let id: number;

    beforeAll(async () => {
      app = await startWith(database, adapter, { versioned: [Invoice], controllers: [InvoicesController] });
      invoices = app.source.getRepository(Invoice);
    });
    afterAll(() => app?.close());

    beforeEach(async () => {
      id = last += 1;
      await invoices.save({ id, tenantId: 1, text: 'a' });
      await startAtOne(app.source, Invoice, { id });
      path = `/invoices/${id}`;
    });

    const send = (
      tenant: number,
      method: string,
      headers: Record<string, string> = {},
      body?: object,
      to = path,
    ) => app.send(method, to, { 'X-Tenant': String(tenant), ...headers }, body);

    it('tells a tenant nothing of another’s row', async () => {
      expect(outcome(await send(1, 'GET', { 'If-None-Match': '"1"' }))).toEqual([304, '"1"']);
      expect((await send(2, 'GET', { 'If-None-Match': '"1"' })).text).toBe('the handler ran');
      for (const tag of ['"1"', '*']) {
        expect(outcome(await send(2, 'PUT', { 'If-Match': tag }, { text: 'b' }))).toEqual([412, undefined]);
        expect(outcome(await send(2, 'DELETE', { 'If-Match': tag }))).toEqual([404, undefined]);
      }
      expect(outcome(await send(2, 'PUT', { 'If-Match': '"7"' }, { text: 'b' }))).toEqual([412, undefined]);
      expect(outcome(await send(2, 'PUT', { 'If-None-Match': '*' }, { text: 'b' }))).toEqual([
        412,
        undefined,
      ]);
      expect((await send(2, 'PUT', {}, { text: 'b' })).status).toBe(404);
      expect(await invoices.findOneByOrFail({ id })).toMatchObject({ tenantId: 1, text: 'a', version: 1 });
    });

    it('leaves a tenant’s own as they are', async () => {
      expect(outcome(await send(1, 'PUT', { 'If-Match': '"1"' }, { text: 'b' }))).toEqual([200, '"2"']);
      expect(outcome(await send(1, 'PUT', { 'If-Match': '"1"' }, { text: 'c' }))).toEqual([412, '"2"']);
      expect(outcome(await send(1, 'PUT', { 'If-None-Match': '*' }, { text: 'c' }))).toEqual([412, '"2"']);
      expect((await send(1, 'DELETE', { 'If-Match': '"2"' })).status).toBe(200);
    });

    it('restricts a list as well', async () => {
      await invoices.update({ id }, { text: 'listed' });
      const tag = (tenant: number) => send(tenant, 'GET', {}, undefined, '/invoices');
      const list = (tenant: number, etag: string) =>
        send(tenant, 'GET', { 'If-None-Match': etag }, undefined, '/invoices');
      const { headers } = await tag(1);
      expect((await list(1, headers['etag']!)).status).toBe(304);
      const other = await list(2, headers['etag']!);
      expect(other.status).toBe(200);
    });
  });
});
