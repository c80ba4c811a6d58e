/** What a report of Stryker's comes to, beside the reasons there are for survivors. */
export const LEAST_SCORE = 95;

const FOUND = new Set(['Killed', 'Timeout']);
const SURVIVED = new Set(['Survived', 'NoCoverage']);

/** @param reasons of each survivor: its file, its line as it stands, what was put in its place, and why nothing tells them apart */
export function outcomeOf({ files }, reasons) {
  const mutants = Object.entries(files).flatMap(([file, { source, mutants: all }]) =>
    all.map((mutant) => ({ status: mutant.status, ...describe(file, source.split('\n'), mutant) })),
  );
  const counted = mutants.filter(({ status }) => FOUND.has(status) || SURVIVED.has(status));
  const survivors = counted.filter(({ status }) => SURVIVED.has(status));
  const known = new Set(survivors.map(keyOf));
  return {
    score: (100 * (counted.length - survivors.length)) / counted.length,
    counts: countsOf(mutants),
    unexplained: survivors.filter((survivor) => !reasons.some((reason) => keyOf(reason) === keyOf(survivor))),
    needless: reasons.filter((reason) => reason.file in files && !known.has(keyOf(reason))),
  };
}

function countsOf(mutants) {
  const counts = {};
  for (const { status } of mutants) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Neither by its line number nor by its id, which change with every line above it. */
function describe(file, lines, { location, mutatorName, replacement }) {
  const { start, end } = location;
  const line = lines[start.line - 1];
  const original =
    start.line === end.line ? line.slice(start.column - 1, end.column - 1) : line.slice(start.column - 1);
  return { file, line: line.trim(), mutator: mutatorName, original, replacement: replacement ?? '' };
}

function keyOf({ file, line, mutator, original, replacement }) {
  return JSON.stringify([file, line, mutator, original, replacement]);
}
