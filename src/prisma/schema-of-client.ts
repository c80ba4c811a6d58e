/**
 * The schema that a generated client was made from. Prisma has no public name for it, and none for keys, columns and
 * databases since version 7 (https://github.com/prisma/prisma/issues/28348). A test names this property, and where it
 * is gone, start-up fails with a word on what to do.
 */
export function schemaOfClient(client: object): string | undefined {
  const config = Reflect.get(client, '_engineConfig') as { readonly inlineSchema?: unknown } | undefined;
  const schema = config?.inlineSchema;
  return typeof schema === 'string' ? schema : undefined;
}
