import { NeurogradError } from "../core/errors.js";
import type { ArrayInput } from "./array-input.js";
import { permutation } from "./permutation.js";
import { rowsByLabel } from "./rows-by-label.js";

export interface KFoldOptions {
  /** Number of folds. Default 5. */
  readonly splits?: number | undefined;
  /** Default false: folds are runs of neighboring rows. */
  readonly shuffle?: boolean | undefined;
  /** For `shuffle`. Default 0. */
  readonly seed?: number | undefined;
}

/** Row numbers in rising order. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * The rows 0 … n − 1 in `splits` parts, each the test rows of one fold and the training rows of all others. The first
 * `n mod splits` parts have one row more.
 *
 * Throws  `invalid_option` for fewer than two splits or more than rows.
 * Source  scikit-learn's KFold.
 *
 * @example
 * for (const { train, test } of kFold(4, { splits: 2 })) console.log(gatherRows(x, train), gatherRows(x, test));
 */
export function kFold(n: number, { splits = 5, shuffle = false, seed = 0 }: KFoldOptions = {}): Fold[] {
  checkSplits("kFold", splits, n, "rows");
  const order = shuffle ? permutation(n, seed) : Uint32Array.from({ length: n }, (_, i) => i);
  const foldOf = new Uint32Array(n);
  for (let fold = 0, i = 0; fold < splits; fold++) {
    const size = Math.floor(n / splits) + (fold < n % splits ? 1 : 0);
    for (const end = i + size; i < end; i++) foldOf[order[i]] = fold;
  }
  return foldsFrom(foldOf, splits);
}

/**
 * Folds in which each label has the same share of the rows, within one row.
 *
 * Shape   labels [n].
 * Throws  `shape_mismatch`; `invalid_option` for fewer than two splits, or more than the commonest label has rows.
 * Source  scikit-learn's StratifiedKFold.
 *
 * @example stratifiedKFold([0, 0, 1, 1], { splits: 2 })[0].test   // Uint32Array [0, 2]
 */
export function stratifiedKFold(
  labels: ArrayInput,
  { splits = 5, shuffle = false, seed = 0 }: KFoldOptions = {},
): Fold[] {
  const groups = rowsByLabel("stratifiedKFold", labels);
  const most = groups.reduce((m, rows) => Math.max(m, rows.length), 0);
  checkSplits("stratifiedKFold", splits, most, "rows of the commonest label");
  const n = groups.reduce((sum, rows) => sum + rows.length, 0);
  const foldOf = new Uint32Array(n);
  // Sorted by label, place p belongs to fold p mod splits: that says how many rows of a label a fold gets.
  let place = 0;
  for (const [g, rows] of groups.entries()) {
    const folds = Uint32Array.from(rows, (_, i) => (place + i) % splits).sort();
    const order = shuffle ? permutation(rows.length, seed, g) : undefined;
    for (let i = 0; i < rows.length; i++) foldOf[rows[i]] = folds[order === undefined ? i : order[i]];
    place += rows.length;
  }
  return foldsFrom(foldOf, splits);
}

function foldsFrom(foldOf: Uint32Array, splits: number): Fold[] {
  const rows = foldOf.map((_, i) => i);
  return Array.from({ length: splits }, (_, fold) => ({
    train: rows.filter((i) => foldOf[i] !== fold),
    test: rows.filter((i) => foldOf[i] === fold),
  }));
}

function checkSplits(where: string, splits: number, most: number, what: string): void {
  if (Number.isInteger(splits) && splits >= 2 && splits <= most) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: cannot make ${splits} splits of ${most} ${what}; give a whole number from 2 to ${most}`,
  );
}
