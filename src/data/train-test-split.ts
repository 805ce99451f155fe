import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import { gatherRows } from "./gather-rows.js";
import { permutation } from "./permutation.js";
import { rowCount } from "./row-source.js";
import { rowsByLabel } from "./rows-by-label.js";

export interface TrainTestSplitOptions {
  /** Share of the rows to test on, in (0, 1), or their number. Default 0.25. */
  readonly testSize?: number | undefined;
  /** Default true; false keeps the order and tests on the last rows. */
  readonly shuffle?: boolean | undefined;
  /** Default 0: the same split each time. */
  readonly seed?: number | undefined;
  /** A label for each row: each label then has the same share of both parts, within one row. */
  readonly stratify?: ArrayInput | undefined;
}

/**
 * The rows of arrays in two parts, a pure function of the seed: test `⌈n · testSize⌉` rows, train all others. All
 * arrays are split alike.
 *
 * Shape   each array [n, *] → [train, *], [test, *], in the order of scikit-learn.
 * Throws  `shape_mismatch` where the arrays differ in rows; `invalid_option` where a part would be empty, or a label has
 *         fewer than two rows.
 * Source  scikit-learn's train_test_split.
 *
 * @example
 * const [xTrain, xTest, yTrain, yTest] = trainTestSplit([x, y], { testSize: 0.5, seed: 1 });
 */
export function trainTestSplit(
  arrays: readonly ArrayInput[],
  { testSize = 0.25, shuffle = true, seed = 0, stratify }: TrainTestSplitOptions = {},
): Tensor[] {
  const where = "trainTestSplit";
  const tensors = arrays.map((array, i) => inputTensor(`${where}: array ${i}`, array));
  const n = rowCount(Object.fromEntries(tensors.entries()), where);
  const test = testRows(n, testSize);
  if (stratify !== undefined && !shuffle) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: stratify needs shuffle; leave out shuffle: false, or stratify`,
    );
  }
  const [trainRows, heldOut] =
    stratify !== undefined
      ? stratifiedSplit(rowsByLabel(where, stratify, n), n, test, seed)
      : shuffle
        ? cut(permutation(n, seed), test)
        : [
            Uint32Array.from({ length: n - test }, (_, i) => i),
            Uint32Array.from({ length: test }, (_, i) => n - test + i),
          ];
  return tensors.flatMap((x) => [gatherRows(x, trainRows), gatherRows(x, heldOut)]);
}

type Rows = readonly [train: Uint32Array, test: Uint32Array];

function cut(order: Uint32Array, test: number): Rows {
  return [order.subarray(test), order.subarray(0, test)];
}

function testRows(n: number, testSize: number): number {
  const isShare = testSize > 0 && testSize < 1;
  const test = isShare ? Math.ceil(n * testSize) : testSize;
  if (Number.isInteger(test) && test > 0 && test < n) return test;
  throw new NeurogradError(
    "invalid_option",
    `trainTestSplit: testSize ${testSize} of ${n} rows leaves a part empty; give a share in (0, 1) or a number from 1 to ${n - 1}`,
  );
}

/** Of a label with m rows `⌊m · test / n⌋` are tested on, and one more where the remainder is largest. */
function stratifiedSplit(
  groups: readonly (readonly number[])[],
  n: number,
  test: number,
  seed: number,
): Rows {
  const smallest = groups.reduce((least, rows) => Math.min(least, rows.length), n);
  if (smallest < 2) {
    throw new NeurogradError(
      "invalid_option",
      "trainTestSplit: stratify has a label with one row, which cannot be in both parts; give at least two rows of each",
    );
  }
  if (Math.min(test, n - test) < groups.length) {
    throw new NeurogradError(
      "invalid_option",
      `trainTestSplit: parts of ${n - test} and ${test} rows cannot hold ${groups.length} labels each; change testSize`,
    );
  }
  const exact = groups.map((rows) => (rows.length * test) / n);
  const counts = exact.map(Math.floor);
  const byRemainder = exact
    .map((_, g) => g)
    .sort((a, b) => exact[b] - counts[b] - (exact[a] - counts[a]) || a - b);
  let missing = test - counts.reduce((a, b) => a + b, 0);
  for (const g of byRemainder) if (missing-- > 0) counts[g]++;
  const inTest = new Uint8Array(n);
  for (const [g, rows] of groups.entries()) {
    const order = permutation(rows.length, seed, g + 1);
    for (let i = 0; i < counts[g]; i++) inTest[rows[order[i]]] = 1;
  }
  const order = permutation(n, seed);
  return [order.filter((row) => inTest[row] === 0), order.filter((row) => inTest[row] === 1)];
}
