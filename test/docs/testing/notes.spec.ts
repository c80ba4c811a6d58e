import { describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { ExpectedVersion, PreconditionFailedException } from 'nestjs-etag';
import { NotesController, NotesService } from './notes.js';

describe('NotesController', () => {
  it('updates a note', async () => {
    const testing = await Test.createTestingModule({
      controllers: [NotesController],
      providers: [NotesService],
    }).compile();
    const expected = ExpectedVersion.of({ 'if-match': '"3"' });
    const note = await testing.get(NotesController).update('1', 'Milk and bread', expected);
    expect(note).toEqual({ id: '1', version: 4, text: 'Milk and bread' });
  });
});

describe('NotesService', () => {
  it('refuses what the client has not seen', async () => {
    const stale = ExpectedVersion.of({ 'if-match': '"2"' });
    const update = new NotesService().update('1', 'Milk and bread', stale);
    await expect(update).rejects.toThrow(PreconditionFailedException);
  });
});
