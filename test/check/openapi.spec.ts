/** What the command reads in a document: value in, value out. */
import { describe, expect, it } from '@jest/globals';
import { isOpenApi, routesOf, serverOf } from '../../src/check/openapi.js';
import type { Json } from '../../src/check/json.js';

describe('the server of a document', () => {
  it.each<[string, Json, string | undefined]>([
    ['is not named', {}, undefined],
    [
      'is that of a list',
      { servers: [{ url: 'https://a.example/v1' }, { url: '/v2' }] },
      'https://a.example/v1',
    ],
    ['may be a path', { servers: [{ url: '/v1' }] }, '/v1'],
    ['is not named by an empty list', { servers: [] }, undefined],
    ['is not named without a URL', { servers: [{ description: 'The API' }] }, undefined],
    [
      'has its variables filled in, where there is a default',
      { servers: [{ url: 'https://{at}.example/{version}', variables: { at: { default: 'eu' } } }] },
      'https://eu.example/{version}',
    ],
    ['is a host, in Swagger 2', { host: 'a.example' }, 'http://a.example'],
    ['has a path, in Swagger 2', { host: 'a.example:8080', basePath: '/v1' }, 'http://a.example:8080/v1'],
    ['has the first scheme of those', { host: 'a.example', schemes: ['https', 'http'] }, 'https://a.example'],
    ['has no scheme of none', { host: 'a.example', schemes: [] }, 'http://a.example'],
    ['may be a path alone, in Swagger 2', { basePath: '/v1', schemes: ['https'] }, '/v1'],
  ])('%s', (_, document, server) => {
    expect(serverOf(document)).toBe(server);
  });

  it('has the scheme by which a document of Swagger 2 was read, where that names none', () => {
    expect(serverOf({ host: 'a.example' }, 'https:')).toBe('https://a.example');
    expect(serverOf({ host: 'a.example', schemes: ['http'] }, 'https:')).toBe('http://a.example');
  });
});

describe('the routes of a document', () => {
  const pathWith = (parameter: unknown): Json => ({
    paths: { '/a/{id}': { get: { parameters: [parameter] } } },
  });
  const id = { name: 'id', in: 'path' };

  it.each<[string, object, string]>([
    ['its example', { ...id, example: 7, schema: { default: 8 } }, '/a/7'],
    ['a named example', { ...id, examples: { one: { value: 'x y' } } }, '/a/x%20y'],
    ['the example of its schema', { ...id, schema: { example: false } }, '/a/false'],
    ['the default of its schema', { ...id, schema: { default: 1, enum: [2] } }, '/a/1'],
    ['an example of JSON Schema', { ...id, schema: { examples: [3] } }, '/a/3'],
    ['the first of its values', { ...id, schema: { enum: ['a/b', 'c'] } }, '/a/a%2Fb'],
    ['a default beside its type, as Swagger 2 has it', { ...id, type: 'string', default: 'z' }, '/a/z'],
  ])('a parameter has %s', (_, parameter, path) => {
    expect(routesOf(pathWith(parameter), {})).toEqual([{ path }]);
  });

  it.each<[string, unknown]>([
    ['that says nothing', id],
    ['whose example is no text', { ...id, example: { a: 1 } }],
    ['that is in another file', { $ref: 'parameters.json#/id' }],
    ['that leads nowhere', { $ref: '#/components/parameters/id' }],
    ['that is null', null],
    ['that leads into a text', { $ref: '#/paths/get/x/y' }],
  ])('a parameter %s has no example', (_, parameter) => {
    expect(routesOf(pathWith(parameter), {})).toEqual([
      { path: '/a/{id}', without: 'the document has no example of "id". Give one: --param id=…' },
    ]);
  });

  it('have those fields of a query that they must have, or that the user gives', () => {
    const parameters = [
      { name: 'page', in: 'query', required: true, example: 2 },
      { name: 'sort', in: 'query', example: 'name' },
      { name: 'find', in: 'query' },
      { name: 'accept-language', in: 'header', required: true, example: 'de' },
    ];
    const document = { paths: { '/a': { parameters, get: {} } } };
    expect(routesOf(document, {})).toEqual([{ path: '/a?page=2' }]);
    expect(routesOf(document, { page: '3', find: 'a b' })).toEqual([{ path: '/a?page=3&find=a+b' }]);
    const unsaid = { paths: { '/a': { get: { parameters: [{ name: 'q', in: 'query', required: true }] } } } };
    expect(routesOf(unsaid, {})).toMatchObject([{ path: '/a', without: expect.stringContaining('"q"') }]);
  });

  it('have the parameters of their path, but for those that they name themselves', () => {
    const page = (example: number) => ({ name: 'page', in: 'query', required: true, example });
    const shared = [{ ...id, example: 1 }, page(1)];
    const get = { parameters: [{ ...id, example: 2 }, page(2)] };
    expect(routesOf({ paths: { '/a/{id}': { parameters: shared, get } } }, {})).toEqual([
      { path: '/a/2?page=2' },
    ]);
    expect(routesOf({ paths: { '/a/{id}': { parameters: shared, get: {} } } }, {})).toEqual([
      { path: '/a/1?page=1' },
    ]);
  });

  it('are its GETs', () => {
    const paths = { '/a': { get: {} }, '/b': { post: {} }, '/c': 'nothing', '/d': { get: null } };
    expect(routesOf({ paths }, {})).toEqual([{ path: '/a' }]);
  });

  it('may be named in ways that JSON Pointer escapes', () => {
    const document = { ...pathWith({ $ref: '#/x/a~1b~0c' }), x: { 'a/b~c': { ...id, example: 1 } } };
    expect(routesOf(document, {})).toEqual([{ path: '/a/1' }]);
  });
});

it.each<[unknown, boolean]>([
  [{ openapi: '3.1.0', paths: {} }, true],
  [{ swagger: '2.0', paths: {} }, true],
  [{ openapi: '3.1.0' }, false],
  [{ openapi: '3.1.0', paths: [] }, false],
  [{ paths: {} }, false],
  [[], false],
  [null, false],
])('%j is a document: %p', (value, is) => {
  expect(isOpenApi(value)).toBe(is);
});
