import { StandInNodeAdapter } from './stand-in-node.adapter.mjs';

/** In a variable: neither the compiler nor the lock file know it, since not every registry has it. */
const PACKAGE = '@nestjs/platform-node';

const required = process.env['REQUIRE_NODE_ADAPTER'] === '1';
const real = await import(PACKAGE).catch((error) => {
  if (required) throw error;
});

/** Nest's NodeAdapter, or what stands in for it. With `REQUIRE_NODE_ADAPTER=1` nothing does. */
export const NodeAdapter = real?.NodeAdapter ?? StandInNodeAdapter;

/** For the top of a run. */
export default function sayWhich() {
  process.stderr.write(
    real
      ? `NodeAdapter is that of ${PACKAGE}.\n`
      : `${PACKAGE} is not installed: StandInNodeAdapter stands in for its NodeAdapter.\n`,
  );
}
