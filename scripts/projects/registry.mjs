// A registry with this package in it, so that `nest add nestjs-etag` is tried as it will be typed.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { ROOT } from './generate.mjs';
import { run } from './run.mjs';

/** Every other package is where npm looks for it otherwise. */
export async function openRegistry(tarball) {
  const others = (await run('npm', ['config', 'get', 'registry'], ROOT)).replace(/\/?\s*$/, '');
  const bytes = readFileSync(tarball);
  const server = createServer(({ url }, response) => {
    const { port } = server.address();
    if (url === '/nestjs-etag.tgz') return response.end(bytes);
    if (url !== '/nestjs-etag') return response.writeHead(307, { location: others + url }).end();
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    return response
      .writeHead(200, headers)
      .end(description(`http://127.0.0.1:${port}/nestjs-etag.tgz`, bytes));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    env: {
      npm_config_registry: `http://127.0.0.1:${server.address().port}/`,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
    },
    close: () => server.close(),
  };
}

function description(tarball, bytes) {
  const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return JSON.stringify({
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist: { tarball, integrity } } },
  });
}
