import { describe, expect, it } from '@jest/globals';
import { clientOf, clientProvider, type ClientSource } from '../../src/versioned/client-source.js';

class Client {
  static useFactory = 'a member of the class, and no factory';
}
class ClientModule {}

const TOKEN = Symbol('client');
const useFactory = () => new Client();

describe('the provider of a client', () => {
  it.each<[string, ClientSource<Client>, object, unknown[]]>([
    ['a class', Client, { useExisting: Client }, []],
    ['a name', 'CLIENT', { useExisting: 'CLIENT' }, []],
    ['a symbol', TOKEN, { useExisting: TOKEN }, []],
    ['a factory', { useFactory }, { useFactory, inject: [] }, []],
    [
      'a factory with what it injects',
      { useFactory, inject: ['URL'], imports: [ClientModule] },
      { useFactory, inject: ['URL'] },
      [ClientModule],
    ],
  ])('is that of %s', (_, source, provider, imports) => {
    const provide = Symbol('ours');
    expect(clientProvider(source, provide)).toEqual({ provider: { provide, ...provider }, imports });
  });
});

describe('a client', () => {
  it('is what was provided, or what that returns at the moment', () => {
    const [one, other] = [new Client(), new Client()];
    let now = one;
    expect(clientOf(one)).toBe(one);
    expect(clientOf(() => now)).toBe(one);
    now = other;
    expect(clientOf(() => now)).toBe(other);
  });
});
