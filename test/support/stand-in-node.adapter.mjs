import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { createServer, ServerResponse } from 'node:http';

/** As the real one's: responses are of a class of the adapter's, which all applications share. */
class StandInResponse extends ServerResponse {}

/**
 * Stands in for Nest's NodeAdapter where that is not installed. It has what the module needs of it, on Express: its type,
 * responses that are sent by one `writeHead()` and one `end()`, `send()` and `json()` that do the same, and no tags. What it
 * shows is that the module keeps its half of the contract; it shows nothing of the real adapter.
 */
export class StandInNodeAdapter extends ExpressAdapter {
  constructor() {
    super();
    const application = this.getInstance();
    application.set('etag', false).disable('x-powered-by');
    Object.assign(application.response, { send, json });
    const express = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(application.response));
    Object.setPrototypeOf(application.response, Object.create(StandInResponse.prototype, express));
  }

  initHttpServer({ forceCloseConnections }) {
    this.httpServer = createServer({ ServerResponse: StandInResponse }, this.getInstance());
    if (forceCloseConnections) this.trackOpenConnections();
  }

  getType() {
    return 'node';
  }

  reply(response, body, status) {
    response.statusCode = status ?? response.statusCode;
    if (body instanceof StreamableFile) return super.reply(response, body);
    return endInOneGo(response, body);
  }

  setViewEngine({ root }) {
    this.setBaseViewsDir(root);
    super.setViewEngine('hbs');
  }

  async render(response, view, options) {
    const html = await new Promise((resolve, reject) => {
      response.render(view, { ...options }, (error, text) => (error ? reject(error) : resolve(text)));
    });
    return endInOneGo(response, html, 'text/html; charset=utf-8');
  }

  redirect(response, status, url) {
    response.statusCode = status;
    response.setHeader('Location', url);
    response.end();
  }
}

function endInOneGo(response, body, type) {
  const content = contentOf(body);
  if (!content || isBodiless(response)) return response.end();
  const fields = { 'Content-Length': Buffer.byteLength(content.bytes) };
  const typed = response.hasHeader('content-type')
    ? fields
    : { 'Content-Type': type ?? content.type, ...fields };
  response.writeHead(response.statusCode, typed);
  return response.end(content.bytes);
}

function send(body) {
  const content = contentOf(body);
  // As the real one: objects go through json().
  if (content?.type.startsWith('application/json')) return this.json(body);
  return endAfterFields(this, content);
}

function json(body) {
  const bytes = JSON.stringify(body);
  return endAfterFields(
    this,
    bytes === undefined ? undefined : { bytes, type: 'application/json; charset=utf-8' },
  );
}

function endAfterFields(response, content) {
  if (!content || isBodiless(response)) return response.end();
  if (!response.hasHeader('content-type')) response.setHeader('Content-Type', content.type);
  response.setHeader('Content-Length', Buffer.byteLength(content.bytes));
  return response.end(content.bytes);
}

function contentOf(body) {
  if (body === undefined || body === null) return undefined;
  if (body instanceof Uint8Array) return { bytes: body, type: 'application/octet-stream' };
  if (typeof body !== 'object') return { bytes: String(body), type: 'text/plain; charset=utf-8' };
  return { bytes: JSON.stringify(body) ?? '', type: 'application/json; charset=utf-8' };
}

/** Makes the head of a response without content one that describes none. */
function isBodiless(response) {
  const is = [204, 205, 304].includes(response.statusCode);
  if (is) for (const name of ['content-type', 'content-length']) response.removeHeader(name);
  return is;
}
