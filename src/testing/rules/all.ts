import { CACHE_VALIDATION } from './cache-validation.js';
import { CHANGE_DETECTION } from './change-detection.js';
import { CODING_RULES } from './codings.js';
import { CONCURRENCY } from './concurrency.js';
import { HEADER_HANDLING } from './header-handling.js';
import { RANGES } from './ranges.js';
import type { Rule } from './rule.js';

/** Every rule, in the order in which they are checked: those that write come last. */
export const RULES: readonly Rule[] = [
  ...CACHE_VALIDATION,
  ...CHANGE_DETECTION,
  ...HEADER_HANDLING,
  ...RANGES,
  ...CODING_RULES,
  ...CONCURRENCY,
];
