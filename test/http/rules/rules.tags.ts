/** If-Match, If-None-Match and how they are parsed: rules 9 to 26. Rule 17 is opt-in, and not built yet. */
import { expect } from '@jest/globals';
import { rule, send, type Rule, type Step } from './rule.js';

/** Every way not to write `"v1"` that someone might take for it. */
const MALFORMED = ['v1', '"v1', 'v1"', "'v1'", 'w/"v1"', '"v1" "v2"', '"v 1"', 'W/ "v1"', '"v1", *'];

const sevenKibibytes = (text: string): string => text.repeat(Math.floor((7 * 1024) / text.length));

export const TAGS: readonly Rule[] = [
  rule(9, 'If-Match compares strongly: a weak tag on either side never matches', [
    ['PUT /current/strong', { 'if-match': '"v1"' }, '200 ran'],
    ['PUT /current/strong', { 'if-match': 'W/"v1"' }, '412 did not run'],
    ['PUT /current/weak', { 'if-match': '"v1"' }, '412 did not run'],
    ['PUT /current/weak', { 'if-match': 'W/"v1"' }, '412 did not run'],
    ['GET /returned/weak', { 'if-match': 'W/"v1"' }, '412 ran'],
  ]),
  rule(10, 'If-None-Match compares weakly, for every method', [
    ['GET /current/strong', { 'if-none-match': 'W/"v1"' }, '304 did not run'],
    ['GET /current/weak', { 'if-none-match': '"v1"' }, '304 did not run'],
    ['HEAD /returned/weak', { 'if-none-match': 'W/"v1"' }, '304 ran'],
    ['PUT /current/strong', { 'if-none-match': 'W/"v1"' }, '412 did not run'],
    ['DELETE /current/weak', { 'if-none-match': '"v1"' }, '412 did not run'],
    ['POST /current/weak', { 'if-none-match': 'W/"v1"' }, '412 did not run'],
  ]),
  rule(11, '"If-Match: *" is true of whatever exists, with a weak tag or with none', [
    ...['strong', 'weak', 'dated', 'bare'].flatMap((state): Step[] => [
      [`PUT /current/${state}`, { 'if-match': '*' }, '200 ran'],
      [`GET /current/${state}`, { 'if-match': '*' }, '200 ran'],
      [`GET /returned/${state}`, { 'if-match': '*' }, '200 ran'],
    ]),
    ['PUT /creating/missing', { 'if-match': '*' }, '412 did not run'],
  ]),
  rule(
    12,
    '"If-None-Match: *" on GET of what exists is 304, without a tag too',
    ['strong', 'weak', 'dated', 'bare'].flatMap((state): Step[] => [
      [`GET /current/${state}`, { 'if-none-match': '*' }, '304 did not run'],
      [`HEAD /current/${state}`, { 'if-none-match': '*' }, '304 did not run'],
      [`GET /returned/${state}`, { 'if-none-match': '*' }, '304 ran'],
    ]),
  ),
  rule(13, '"If-None-Match: *" on PUT of what exists is 412, with a weak tag or with none', [
    ...['strong', 'weak', 'dated', 'bare'].flatMap((state): Step[] => [
      [`PUT /current/${state}`, { 'if-none-match': '*' }, '412 did not run'],
      [`PUT /creating/${state}`, { 'if-none-match': '*' }, '412 did not run'],
    ]),
    ['PUT /creating/missing', { 'if-none-match': '*' }, '200 ran'],
  ]),
  rule(
    14,
    'If-Match on what is missing never creates it',
    ['"v1"', 'W/"v1"', '*', '"a", "b"', ''].flatMap((value): Step[] => [
      ['PUT /creating/missing', { 'if-match': value }, '412 did not run'],
      ['PATCH /creating/missing', { 'if-match': value }, '412 did not run'],
      ['PUT /current/missing', { 'if-match': value }, '404 did not run'],
    ]),
  ),
  rule(15, 'If-None-Match with tags is true where the current representation has none', [
    ['GET /current/dated', { 'if-none-match': '"v1"' }, '200 ran'],
    ['GET /returned/bare', { 'if-none-match': 'W/"v1", "v2"' }, '200 ran'],
    ['PUT /current/bare', { 'if-none-match': '"v1"' }, '200 ran'],
    ['DELETE /current/dated', { 'if-none-match': '""' }, '204 ran'],
  ]),
  rule(16, 'If-Match is evaluated on GET and HEAD as well', async ({ main }) => {
    const routes = ['current', 'returned', 'hashed'].map(async (route) => {
      const get = await send(main, `GET /${route}/strong`, { 'if-match': '"v0"' });
      const head = await send(main, `HEAD /${route}/strong`, { 'if-match': '"v0"' });
      // A 412 says what would have matched.
      const met = await send(main, `GET /${route}/strong`, { 'if-match': `"v0", ${get.headers['etag']}` });
      return [get.status, head.status, met.status];
    });
    expect(await Promise.all(routes)).toEqual(routes.map(() => [412, 412, 200]));
  }),
  rule(16, 'If-Match is evaluated on a GET whose success is another than 200', [
    ['GET /special/created', { 'if-match': '"v0"' }, '412 did not run'],
    ['GET /special/created', { 'if-match': 'malformed' }, '400 did not run'],
    ['GET /special/created', { 'if-match': '"v0", "v1"' }, '201 ran'],
    ['GET /special/created', { 'if-match': '"v1"', 'if-none-match': '"v1"' }, '201 ran'],
  ]),
  rule(16, 'an If-Match found to hold stays so where the response shows no tag', [
    ['GET /special/dto', { 'if-match': '"v1"' }, '200 ran'],
    ['GET /special/dto', { 'if-match': '"v0"' }, '412 did not run'],
    ['GET /special/secret-current', { 'if-match': '"v1"' }, '200 ran'],
  ]),
  rule(17, 'a stale change that is the current state already is a success, where the route opts in', [
    ['PUT /special/repeated', { 'if-match': '"v0"', 'x-same': 'yes' }, '204 did not run'],
    ['PUT /special/repeated', { 'if-match': '"v0"' }, '412 did not run'],
    ['PUT /special/repeated', { 'if-match': '"v1"', 'x-same': 'yes' }, '200 ran'],
    ['PUT /special/repeated', { 'if-none-match': '*', 'x-same': 'yes' }, '412 did not run'],
    ['DELETE /special/repeated', { 'if-match': '"v0"' }, '204 did not run'],
  ]),
  rule(18, 'an asterisk inside a list is malformed', [
    ['PUT /current/strong', { 'if-match': '"v1", *' }, '400 did not run'],
    ['PUT /current/strong', { 'if-match': '*, "v1"' }, '400 did not run'],
    ['PUT /current/strong', { 'if-match': ['*', '*'] }, '400 did not run'],
    ['PUT /creating/missing', { 'if-none-match': '*, "v1"' }, '400 did not run'],
    ['GET /current/strong', { 'if-none-match': '"v1", *' }, '200 ran'],
    ['PUT /current/strong', { 'if-match': '"*"' }, '412 did not run'],
  ]),
  rule(19, 'commas and backslashes are part of a tag, spaces and quotes are not, and nothing is escaped', [
    ['GET /current/odd', { 'if-none-match': '"v1,\\,W/x"' }, '304 did not run'],
    ['PUT /current/odd', { 'if-match': '"a,b", "v1,\\,W/x", "c\\"' }, '200 ran'],
    ['PUT /current/odd', { 'if-match': '"v1,,W/x"' }, '412 did not run'],
    ['PUT /current/strong', { 'if-match': '"a, "v1", b"' }, '400 did not run'],
    ['PUT /current/strong', { 'if-match': '"x,v1", "v1,x", ",v1,"' }, '412 did not run'],
    ['PUT /current/strong', { 'if-match': '"a\\", "v1"' }, '200 ran'],
    ['PUT /current/strong', { 'if-match': '"\xe9\x80\xff", "v1"' }, '200 ran'],
    ['PUT /current/strong', { 'if-match': '"v1\xe9"' }, '412 did not run'],
    ['PUT /current/strong', { 'if-match': '"v1 "' }, '400 did not run'],
  ]),
  rule(19, 'a tag made of obs-text comes back from the client as it was sent', async ({ main }) => {
    const { headers } = await send(main, 'GET /special/odd-tag');
    const etag = headers['etag']!;
    const head = await send(main, 'HEAD /special/odd-tag');
    expect(head.headers['etag']).toBe(etag);
    expect((await send(main, 'GET /special/odd-tag', { 'if-none-match': etag })).status).toBe(304);
    expect((await send(main, 'PUT /special/odd-tag', { 'if-match': etag })).status).toBe(200);
  }),
  rule(20, 'white space around members is space and tab, and nothing else', [
    ['GET /current/strong', { 'if-none-match': '"v0" \t ,\t \t"v1"' }, '304 did not run'],
    ['PUT /current/strong', { 'if-match': '\t "v1" \t' }, '200 ran'],
    ['PUT /current/strong', { 'if-match': '\xa0"v1"' }, '400 did not run'],
    ['PUT /current/strong', { 'if-match': '"v0",\xa0"v1"' }, '400 did not run'],
  ]),
  rule(21, 'field lines that repeat make one list; a date is none, and on two lines is no date', [
    ['GET /current/strong', { 'if-none-match': ['"a"', '"v1"', '"b"'] }, '304 did not run'],
    ['PUT /current/strong', { 'if-match': ['"a", "b"', '"v1"'] }, '200 ran'],
    ['PUT /current/strong', { 'if-match': ['"v1"', 'malformed'] }, '400 did not run'],
    [
      'GET /current/dated',
      { 'if-modified-since': ['Wed, 01 May 2024 12:00:00 GMT', 'Wed, 01 May 2024 11:00:00 GMT'] },
      '200 ran',
    ],
    [
      'PUT /current/dated',
      { 'if-unmodified-since': ['Wed, 01 May 2024 11:00:00 GMT', 'Wed, 01 May 2024 12:00:00 GMT'] },
      '200 ran',
    ],
  ]),
  rule(22, 'empty members of a list are ignored', [
    ['GET /current/strong', { 'if-none-match': '"a",,"v1"' }, '304 did not run'],
    ['PUT /current/strong', { 'if-match': ', ,"v1",\t,' }, '200 ran'],
    ['PUT /current/strong', { 'if-match': ['', '"v1"', ''] }, '200 ran'],
    ['PUT /current/strong', { 'if-match': ',,' }, '412 did not run'],
    ['PUT /current/strong', { 'if-none-match': ',,' }, '200 ran'],
  ]),
  rule(23, '"W/" and opaque-tags are case-sensitive', [
    ['GET /current/strong', { 'if-none-match': '"V1"' }, '200 ran'],
    ['PUT /current/strong', { 'if-match': '"V1"' }, '412 did not run'],
    ['PUT /current/strong', { 'if-none-match': 'w/"v1"' }, '400 did not run'],
    ['GET /current/strong', { 'if-none-match': 'w/"v1"' }, '200 ran'],
    ['GET /current/strong', { 'if-none-match': 'W/"v1"' }, '304 did not run'],
  ]),
  rule(
    24,
    'what is malformed is 400, except that If-None-Match of a read is ignored',
    MALFORMED.flatMap((value): Step[] => [
      ['PUT /current/strong', { 'if-match': value }, '400 did not run'],
      ['GET /current/strong', { 'if-match': value }, '400 did not run'],
      ['GET /returned/strong', { 'if-match': value }, '400 ran'],
      ['PUT /current/strong', { 'if-none-match': value }, '400 did not run'],
      ['PUT /creating/missing', { 'if-match': value }, '400 did not run'],
      ['PUT /creating/missing', { 'if-none-match': value }, '400 did not run'],
      ['GET /current/strong', { 'if-none-match': value }, '200 ran'],
      ['HEAD /returned/strong', { 'if-none-match': value }, '200 ran'],
    ]),
  ),
  rule(
    25,
    'junk around a tag never matches',
    ['junk"v1"', '"v1"junk', '"v1";', '="v1"', '-"v1"-', '""v1""'].flatMap((value): Step[] => [
      ['GET /current/strong', { 'if-none-match': value }, '200 ran'],
      ['GET /returned/strong', { 'if-none-match': value }, '200 ran'],
      ['PUT /current/strong', { 'if-match': value }, '400 did not run'],
    ]),
  ),
  rule(26, 'the longest values that fit a request are read to their end', [
    ['PUT /current/strong', { 'if-match': `${sevenKibibytes('"a",')}"v1"` }, '200 ran'],
    ['GET /current/strong', { 'if-none-match': `${sevenKibibytes(' ,\t')}"v1"` }, '304 did not run'],
    ['PUT /current/strong', { 'if-match': sevenKibibytes(', ') }, '412 did not run'],
    ['PUT /current/strong', { 'if-match': sevenKibibytes('"') }, '400 did not run'],
    ['PUT /current/strong', { 'if-match': `"${sevenKibibytes('\\"')}` }, '400 did not run'],
    ['PUT /current/strong', { 'if-match': sevenKibibytes('W/') }, '400 did not run'],
    ['GET /current/dated', { 'if-modified-since': sevenKibibytes('Wed, ') }, '200 ran'],
  ]),
];
