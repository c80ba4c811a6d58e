import type { Service } from '../launch.js';

/** Libraries beside TypeORM, which has rows of its own: what they are called, and what they need. */
export const ORMS = {
  prisma: { title: 'Prisma', needs: ['postgres', 'prisma'] },
  drizzle: { title: 'Drizzle', needs: ['postgres'] },
  sql: { title: 'SQL with pg', needs: ['postgres'] },
  sequelize: { title: 'Sequelize', needs: ['postgres'] },
  'mikro-orm': { title: 'MikroORM', needs: ['postgres'] },
  mongoose: { title: 'Mongoose', needs: ['mongodb'] },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly needs: readonly Service[] }>>;

export type OrmName = keyof typeof ORMS;
