// Nest 11 in the place of Nest 12.

/** Nest's packages in their last version for Nest 11; the CLI and its schematics only build, and stay. */
const NEST_11 = {
  '@nestjs/common': '^11.0.0',
  '@nestjs/core': '^11.0.0',
  '@nestjs/platform-express': '^11.0.0',
  '@nestjs/platform-fastify': '^11.0.0',
  '@nestjs/microservices': '^11.0.0',
  '@nestjs/testing': '^11.0.0',
  '@nestjs/typeorm': '^11.0.0',
  '@nestjs/mongoose': '^11.0.0',
  '@nestjs/sequelize': '^11.0.0',
  '@nestjs/swagger': '^11.0.0',
  '@nestjs/cache-manager': '^3.0.0',
  '@nestjs/passport': '^11.0.0',
  '@nestjs/serve-static': '^5.0.0',
  '@nestjs/throttler': '^6.4.0',
};
const UNCHANGED = new Set(['@nestjs/cli', '@nestjs/schematics']);

/** Has a manifest ask for Nest 11. */
export function askForNest11({ devDependencies, overrides }) {
  for (const name of Object.keys(devDependencies)) {
    if (!name.startsWith('@nestjs/') || UNCHANGED.has(name)) continue;
    // A Nest package nobody thought of would drag Nest 12 in, and the run would prove nothing.
    if (!NEST_11[name]) throw new Error(`${name}: add its version for Nest 11 to scripts/nest-11.mjs.`);
    devDependencies[name] = NEST_11[name];
  }
  // Of Nest 11, platform-fastify asks for version 10 of it, and serve-static for 8 or 9.
  overrides['@nestjs/serve-static'] = { '@fastify/static': '$@fastify/static' };
}
