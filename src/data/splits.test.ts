import { describe, expect, test } from "vitest";
import { readDataText } from "../../golden/read-data-text.js";
import { type Fold, kFold, stratifiedKFold } from "./k-fold.js";
import { trainTestSplit } from "./train-test-split.js";

const { folds } = readDataText();
const lists = (made: readonly Fold[]): number[][][] => made.map(({ train, test }) => [[...train], [...test]]);
const rowNumbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const rising = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);

describe("folds are scikit-learn's", () => {
  test.each(folds.kFold)("kFold($n, $splits)", ({ n, splits, folds: expected }) => {
    expect(lists(kFold(n, { splits }))).toEqual(expected);
  });
  test.each(folds.stratified)("stratifiedKFold($splits)", ({ splits, folds: expected }) => {
    expect(lists(stratifiedKFold(folds.labels, { splits }))).toEqual(expected);
  });
});

test("shuffled folds are a partition, another for each seed", () => {
  const made = kFold(23, { splits: 4, shuffle: true, seed: 3 });
  expect(rising(made.flatMap(({ test }) => [...test]))).toEqual(rowNumbers(23));
  for (const { train, test } of made) expect(rising([...train, ...test])).toEqual(rowNumbers(23));
  expect(lists(kFold(23, { splits: 4, shuffle: true, seed: 3 }))).toEqual(lists(made));
  expect(lists(kFold(23, { splits: 4, shuffle: true, seed: 4 }))).not.toEqual(lists(made));
});

test("stratified folds keep the proportions within one row, shuffled too", () => {
  const labels = rowNumbers(53).map((i) => (i % 7 === 0 ? "rare" : i % 2 === 0 ? "even" : "odd"));
  for (const seed of [0, 1, 2]) {
    const made = stratifiedKFold(labels, { splits: 5, shuffle: true, seed });
    expect(rising(made.flatMap(({ test }) => [...test]))).toEqual(rowNumbers(53));
    for (const label of ["rare", "even", "odd"]) {
      const all = labels.filter((l) => l === label).length;
      const counts = made.map(({ test }) => [...test].filter((i) => labels[i] === label).length);
      for (const count of counts) expect(Math.abs(count - all / 5)).toBeLessThan(1);
    }
  }
  expect(lists(stratifiedKFold(labels, { shuffle: true, seed: 1 }))).not.toEqual(
    lists(stratifiedKFold(labels, { shuffle: true, seed: 2 })),
  );
});

test.each(folds.sizes)(
  "trainTestSplit of $n at $testSize has scikit-learn's sizes",
  ({ n, testSize, sizes }) => {
    const x = rowNumbers(n).map((i) => [i, -i]);
    const [xTrain, xTest, yTrain, yTest] = trainTestSplit([x, rowNumbers(n)], { testSize, seed: 7 });
    expect([xTrain.shape, xTest.shape]).toEqual(sizes.map((size) => [size, 2]));
    expect(rising([...yTrain.toFloat64(), ...yTest.toFloat64()])).toEqual(rowNumbers(n));
    for (const [part, labels] of [
      [xTrain, yTrain],
      [xTest, yTest],
    ]) {
      expect(part.toArray()).toEqual(
        Array.from(labels.toFloat64(), (i) => [i, 0 - i]).map(([a, b]) => [a, a === 0 ? -0 : b]),
      );
    }
  },
);

test("trainTestSplit without shuffling tests on the last rows; with it, a seed fixes the rows", () => {
  const plain = trainTestSplit([rowNumbers(7)], { testSize: 0.3, shuffle: false });
  expect(plain.map((part) => part.toArray())).toEqual(folds.unshuffled);
  const of = (seed: number): unknown => trainTestSplit([rowNumbers(40)], { seed })[1].toArray();
  expect(of(5)).toEqual(of(5));
  expect(of(5)).not.toEqual(of(6));
});

test("stratified parts keep the proportions within one row", () => {
  const labels = rowNumbers(41).map((i) => (i < 5 ? 2 : i % 3 === 0 ? 1 : 0));
  const [train, held] = trainTestSplit([labels], { testSize: 0.3, seed: 9, stratify: labels });
  expect([train.size, held.size]).toEqual([28, 13]);
  for (const label of [0, 1, 2]) {
    const all = labels.filter((l) => l === label).length;
    const tested = held.toFloat64().filter((l) => l === label).length;
    expect(Math.abs(tested - (all * 13) / 41)).toBeLessThan(1);
  }
});

test.each<[() => unknown, string]>([
  [
    () => kFold(3),
    "kFold: cannot make 5 splits of 3 rows; give a whole number from 2 to 3. (invalid_option)",
  ],
  [
    () => stratifiedKFold([0, 0, 1], { splits: 3 }),
    "stratifiedKFold: cannot make 3 splits of 2 rows of the commonest label; give a whole number from 2 to 2. (invalid_option)",
  ],
  [
    () => stratifiedKFold([[0], [1]]),
    "stratifiedKFold: the labels have shape [2, 1]; give one for each row. (shape_mismatch)",
  ],
  [
    () => trainTestSplit([[1, 2, 3]], { testSize: 3 }),
    "trainTestSplit: testSize 3 of 3 rows leaves a part empty; give a share in (0, 1) or a number from 1 to 2. (invalid_option)",
  ],
  [
    () => trainTestSplit([[1, 2, 3], [1]]),
    "trainTestSplit: x.0 has 3 rows and x.1 has 1; give one row of each per example. (shape_mismatch)",
  ],
  [
    () => trainTestSplit([[1, 2]], { stratify: [0, 1], shuffle: false }),
    "trainTestSplit: stratify needs shuffle; leave out shuffle: false, or stratify. (invalid_option)",
  ],
  [
    () => trainTestSplit([[1, 2, 3]], { stratify: [0, 0] }),
    "trainTestSplit: the labels have shape [2]; give one for each of the 3 rows. (shape_mismatch)",
  ],
  [
    () => trainTestSplit([[1, 2, 3]], { stratify: [0, 0, 1] }),
    "trainTestSplit: stratify has a label with one row, which cannot be in both parts; give at least two rows of each. (invalid_option)",
  ],
  [
    () => trainTestSplit([[1, 2, 3, 4]], { stratify: [0, 0, 1, 1] }),
    "trainTestSplit: parts of 3 and 1 rows cannot hold 2 labels each; change testSize. (invalid_option)",
  ],
])("bad input %#", (make, message) => {
  expect(make).toThrow(expect.objectContaining({ message }));
});
