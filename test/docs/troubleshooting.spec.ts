/** What docs/troubleshooting.md quotes is what the application says. */
import { expect, it } from '@jest/globals';
import { Controller, Module, Put, type ModuleMetadata } from '@nestjs/common';
import { EtagModule, IfMatch, Versioned } from '../../src/index.js';
import { ADAPTERS, startApp } from '../support/adapters.js';
import { request } from '../support/wire.js';
import { textOf } from './pages.js';
import { symptoms } from './troubleshooting.app.js';

const quoted = [...textOf('docs/troubleshooting.md').matchAll(/^```text\n([\s\S]*?)\n```$/gm)];

@Controller('forgotten')
class ForgottenController {
  @Put() @Versioned() write(@IfMatch() _: unknown): void {}
}

@Controller('weak')
class WeakController {
  @Put() @Versioned({ weak: true }) write(@IfMatch() _: unknown): void {}
}

@Module({ imports: [EtagModule.forRoot({ isGlobal: false })] })
class ElsewhereModule {}

/** What is logged of one request, and the error of an application that does not start. */
async function saidBy(metadata: ModuleMetadata, method: string, path: string): Promise<string> {
  try {
    const { port, logger, close } = await startApp(metadata, ADAPTERS[0]!);
    await request(port, { method, path, headers: { 'if-match': '"1"' } });
    await close();
    return [...logger.warnings, ...logger.errors].join('\n');
  } catch (error) {
    return String(error);
  }
}

it('quotes what the log says', async () => {
  const imports = [EtagModule.forRoot()];
  const said = [
    await saidBy(symptoms.module(), 'GET', '/envelope'),
    await saidBy({ imports, controllers: [ForgottenController] }, 'PUT', '/forgotten'),
    await saidBy({ controllers: [ForgottenController] }, 'PUT', '/forgotten'),
    await saidBy({ imports: [ElsewhereModule], controllers: [ForgottenController] }, 'PUT', '/forgotten'),
    await saidBy({ imports, controllers: [WeakController] }, 'PUT', '/weak'),
  ];
  expect(quoted).toHaveLength(said.length);
  for (const [at, [, text]] of quoted.entries()) expect(said[at]).toContain(text);
});
