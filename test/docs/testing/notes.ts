import { Body, Controller, Get, Injectable, Module, NotFoundException, Param, Put } from '@nestjs/common';
import { currentFrom, EtagModule, IfMatch, Versioned, type ExpectedVersion } from 'nestjs-etag';

export interface Note {
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

@Injectable()
export class NotesService {
  private readonly notes = new Map<string, Note>([['1', { id: '1', version: 3, text: 'Milk' }]]);

  find(id: string): Note | null {
    return this.notes.get(id) ?? null;
  }

  async update(id: string, text: string, expected: ExpectedVersion): Promise<Note> {
    const note = this.find(id);
    await expected.assert(note);
    if (!note) throw new NotFoundException();
    const written = { id, version: note.version + 1, text };
    this.notes.set(id, written);
    return written;
  }
}

@Controller('notes')
@Versioned({ current: currentFrom(NotesService, (notes, { params }) => notes.find(params['id'] ?? '')) })
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get(':id')
  findOne(@Param('id') id: string): Note | null {
    return this.notes.find(id);
  }

  @Put(':id')
  update(@Param('id') id: string, @Body('text') text: string, @IfMatch() expected: ExpectedVersion) {
    return this.notes.update(id, text, expected);
  }
}

@Module({
  imports: [EtagModule.forRoot()],
  controllers: [NotesController],
  providers: [NotesService],
})
export class NotesModule {}
