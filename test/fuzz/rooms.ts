import { Injectable, NotFoundException } from '@nestjs/common';

export interface Room {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
}

/** When a version came about: with a fraction, which no HTTP-date can carry. */
export function momentOf(version: number): Date {
  return new Date(Date.parse('2024-05-01T12:00:00.700Z') + version * 1_000);
}

/** What the applications are about. A room is there, in version 1, until it is removed. */
@Injectable()
export class Rooms {
  private readonly rooms = new Map<string, Room | null>();
  /** How many writes there were. */
  writes = 0;

  find(id: string): Room | null {
    const known = this.rooms.get(id);
    return known === undefined ? { id, version: 1, updatedAt: momentOf(1) } : known;
  }

  /** @throws NotFoundException */
  get(id: string): Room {
    const room = this.find(id);
    if (room) return room;
    throw new NotFoundException();
  }

  write(id: string): Room {
    const version = this.get(id).version + 1;
    return this.put(id, { id, version, updatedAt: momentOf(version) });
  }

  upsert(id: string): Room {
    return this.find(id) ? this.write(id) : this.put(id, { id, version: 101, updatedAt: momentOf(101) });
  }

  remove(id: string): void {
    this.get(id);
    this.put(id, null);
  }

  /** A room that nobody asks for any more. */
  forget(id: string): void {
    this.rooms.delete(id);
  }

  private put<T extends Room | null>(id: string, room: T): T {
    this.writes += 1;
    this.rooms.set(id, room);
    return room;
  }
}
