import { expect, it } from '@jest/globals';
import { ExpectedVersion } from '../../src/index.js';
import { VersionedRepository } from '../../src/typeorm/index.js';
import { Invoice, InvoicesController } from '../docs/typeorm/invoices.controller.js';
import { OrderLine } from './entities.js';

const DESCRIPTION = { version: 'revision', key: ['order', 'line'], lastModified: undefined };
const expected = ExpectedVersion.of({ 'if-match': '*' });

/** The compiler refuses a wrong key before it is one at run time, where no adapter is asked. */
it('is typed by the entity, and has all of its members', async () => {
  const lines = new VersionedRepository<OrderLine>(OrderLine, {} as never, DESCRIPTION);
  const typed = new VersionedRepository<OrderLine, 'line' | 'order'>(OrderLine, {} as never, DESCRIPTION);
  const missing = 'The key of OrderLine is { order, line }, and "line" is missing.';
  await expect(lines.update({ order: 1 }, {}, expected)).rejects.toThrow(missing);
  // @ts-expect-error -- a member is missing
  await expect(typed.update({ order: 1 }, {}, expected)).rejects.toThrow(missing);
  // @ts-expect-error -- no member of the entity has this name
  await expect(lines.delete({ order: 1, lin: 'a' }, expected)).rejects.toThrow(missing);
  // @ts-expect-error -- of another type
  await expect(lines.softDelete({ order: '1' }, expected)).rejects.toThrow(missing);
  // @ts-expect-error -- none at all
  await expect(lines.restore({}, expected)).rejects.toThrow('"order" is missing');
});

it('takes what the decorator says of the rows of a request', () => {
  expect(InvoicesController.prototype.update).toBeInstanceOf(Function);
  expect(expected.where).toEqual({});
  expect(new Invoice().tenantId).toBeUndefined();
});
