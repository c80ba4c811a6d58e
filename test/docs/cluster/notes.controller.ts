import { Body, Controller, Get, Injectable, Put } from '@nestjs/common';
import { currentFrom, Versioned } from 'nestjs-etag';

/** As it is in the database that the servers share. */
@Injectable()
export class NotesService {
  note = { id: '1', text: 'Milk', version: 4 };
}

@Controller('notes/1')
@Versioned({ current: currentFrom(NotesService, ({ note }) => note) })
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  findOne() {
    return this.notes.note;
  }

  @Put()
  write(@Body('text') text: string) {
    const { note } = this.notes;
    return (this.notes.note = { ...note, text, version: note.version + 1 });
  }
}
