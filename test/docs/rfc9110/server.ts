import { createServer } from 'node:http';
import { entityTag, evaluate, formatEntityTag, parsePreconditions, type Outcome } from 'nestjs-etag/rfc9110';

const STATUS: Record<Outcome, number> = {
  perform: 200,
  'not-modified': 304,
  'precondition-failed': 412,
  malformed: 400,
};

export const server = createServer((request, response) => {
  const etag = entityTag('7');
  const preconditions = parsePreconditions(request.headers);
  const outcome = evaluate(request.method ?? 'GET', preconditions, { kind: 'present', etag });
  response.writeHead(STATUS[outcome], { ETag: formatEntityTag(etag) });
  response.end(outcome === 'perform' ? 'hello' : undefined);
});
