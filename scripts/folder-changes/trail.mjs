// The functions that were entered while somebody listens, in order. The instrumented code calls `entered`.

/** One for each function entered: the top-level folder of src/ it stands in, and its name. */
let trail;

export function entered(folder, name) {
  trail?.push({ folder, name });
}

/** The functions entered until what `run` returns is there. */
export async function trailOf(run) {
  const steps = [];
  trail = steps;
  try {
    await run();
  } finally {
    trail = undefined;
  }
  return steps;
}

/** The trail in stretches of one folder each. A change of folder is where one begins. */
export function stretchesOf(steps) {
  const stretches = [];
  for (const { folder, name } of steps) {
    const last = stretches.at(-1);
    if (last?.folder === folder) last.names.push(name);
    else stretches.push({ folder, names: [name] });
  }
  return stretches;
}
