/** What a tag function returns whole is an entity-tag already, and is sent as it is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { currentFrom, ETag } from 'nestjs-etag';
import type { RunningApp } from '../../support/adapters.js';
import { send, STAGES } from '../../support/stages.js';

const LONG = 'x'.repeat(4_000);

/** What the function returns, and what is sent. */
const TAGS: Readonly<Record<string, readonly [given: unknown, sent: string]>> = {
  'obs-text': ['"caf\u00e9 \u00fc"'.replace(' ', '-'), '"caf\u00e9-\u00fc"'],
  'weak-obs-text': ['W/"\u00ff"', 'W/"\u00ff"'],
  object: [{ weak: false, opaque: '\u00e9' }, '"\u00e9"'],
  long: [`"${LONG}"`, `"${LONG}"`],
  'long-object': [{ weak: true, opaque: LONG }, `W/"${LONG}"`],
  percent: ['"50%"', '"50%"'],
};

class Tags {
  find(name: string): unknown {
    return { given: TAGS[name]?.[0] };
  }
}

const tag = ({ given }: { given: never }): never => given;
const text = (name: string, length: number): string => `${name} \u2602 `.repeat(length);

@Controller()
class TagsController {
  @Get('returned/:name/:length') @ETag({ tag }) returned(
    @Param('name') name: string,
    @Param('length') length: string,
  ): object {
    return { given: TAGS[name]?.[0], toJSON: () => ({ text: text(name, Number(length)) }) };
  }

  @Get('current/:name')
  @ETag({
    tag,
    current: currentFrom(Tags, (tags, { params }) => tags.find(params['name']!) as { given: never }),
  })
  current(@Param('name') name: string): object {
    return { given: TAGS[name]?.[0], toJSON: () => name };
  }

  @Get('text/:name') @ETag({ tag: (sent: string) => TAGS[sent.trim()]?.[0] as string }) text(
    @Param('name') name: string,
  ): string {
    return ` ${name}`;
  }

  @Get('file/:name') @ETag({ tag: (file: { tag?: string }) => file.tag }) file(
    @Param('name') name: string,
  ): object {
    return Object.assign(new StreamableFile(Buffer.from(text(name, 1))), { tag: TAGS[name]?.[0] });
  }
}

describe.each(STAGES)('a whole entity-tag, on $name', (stage) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await stage.start({ controllers: [TagsController], providers: [Tags] });
  });
  afterAll(() => app.close());

  describe.each(Object.keys(TAGS))('%s', (name) => {
    const [, etag] = TAGS[name]!;

    it.each(['returned/:name/1', 'returned/:name/1000', 'current/:name', 'text/:name', 'file/:name'])(
      'is sent as it is, and matches: GET /%s',
      async (path) => {
        const target = `GET /${path.replace(':name', name)}`;
        const first = await send(app, target);
        expect([first.status, first.headers['etag']]).toEqual([200, etag]);
        expect(first.text).toContain(name);
        const again = await send(app, target, { 'if-none-match': etag });
        expect([again.status, again.headers['etag'], again.body.length]).toEqual([304, etag, 0]);
        const other = await send(app, target, { 'if-none-match': '"\u00e8"' });
        expect(other.status).toBe(200);
        expect(other.body.equals(first.body)).toBe(true);
      },
    );
  });
});
