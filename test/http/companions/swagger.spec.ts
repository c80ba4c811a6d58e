import { expect, it } from '@jest/globals';
import { describeBeside } from './beside.js';

describeBeside(['@nestjs/swagger'], { on: ['express', 'fastify'] }, (beside) => {
  it('the document is what it is without us: @IfMatch() is no parameter of the API', async () => {
    const { ours, twin } = beside;
    const document = (await ours.ask('GET /api-json')).json;
    expect(document).toEqual((await twin.ask('GET /api-json')).json);
    expect(document).toMatchObject({
      paths: { '/documented/{id}': { put: { parameters: [{ name: 'id', in: 'path' }] } } },
    });
  });

  it('the page and its files are what they are without us', async () => {
    const { ours, twin } = beside;
    for (const path of ['/api', '/api/swagger-ui.css']) {
      const [found, without] = [await ours.ask(`GET ${path}`), await twin.ask(`GET ${path}`)];
      expect([found.status, found.headers['etag']]).toEqual([200, without.headers['etag']]);
      expect(found.text).toBe(without.text);
    }
    const { etag } = (await ours.ask('GET /api/swagger-ui.css')).headers;
    expect((await ours.ask('GET /api/swagger-ui.css', { 'if-none-match': etag })).status).toBe(304);
  });
});
