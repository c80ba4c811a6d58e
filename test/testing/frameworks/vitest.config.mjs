export default {
  test: { include: ['**/with-vitest.ts'], reporters: ['default'], isolate: false, pool: 'threads' },
};
