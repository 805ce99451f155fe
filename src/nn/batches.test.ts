import { describe, expect, test } from "vitest";
import { rejection } from "../../test/support/thrown.js";
import { Dataset, type Tensor, tensor } from "../index.js";
import { type Arrays, arraySource, type BatchOptions, batchSource, type Data } from "./batches.js";

const options: BatchOptions = { batchSize: 2, inputNames: ["x"], targetNames: ["y"], where: "fit" };

/** Batches of an epoch as nested arrays, copied before the next one is asked for. */
async function read(
  data: Data,
  targets?: Arrays,
  given: Partial<BatchOptions> = {},
  [epoch, start] = [0, 0],
): Promise<unknown[]> {
  const out: unknown[] = [];
  const source = await batchSource(data, targets, { ...options, ...given });
  for await (const { x, y, size } of source.epoch(epoch, start))
    out.push([x.map((t) => t.toArray()), y.map((t) => t.toArray()), size]);
  return out;
}

const rows = [[1, 2], [3, 4], [5, 6]]; // biome-ignore format: rows
const asRead = [
  [[[[1, 2], [3, 4]]], [[10, 20]], 2],
  [[[[5, 6]]], [[30]], 1],
]; // biome-ignore format: batches

describe("the same batches from", () => {
  const x = tensor(rows);
  const y = tensor([10, 20, 30]);
  const batch = (from: number, to: number): readonly [Tensor, Tensor] => [
    x.slice(from, to),
    y.slice(from, to),
  ];
  const forms: Readonly<Record<string, readonly [Data, Arrays?]>> = {
    "nested arrays": [rows, [10, 20, 30]],
    tensors: [x, y],
    "typed arrays with a shape": [
      { data: new Float32Array([1, 2, 3, 4, 5, 6]), shape: [3, 2] },
      new Float32Array([10, 20, 30]),
    ],
    "records by name": [{ x: rows }, { y: [10, 20, 30] }],
    "a Dataset of arrays": [Dataset.fromArrays(rows, [10, 20, 30]).batch(2)],
    "a Dataset of a stream": [
      Dataset.from([0, 1, 2])
        .map((k) => [x.slice(k, k + 1).reshape([2]), y.slice(k, k + 1).reshape([])] as const)
        .batch(2),
    ],
    "a list of batches that is looped over": [new Set([batch(0, 2), batch(2, 3)])],
    "batches that come in time": [
      (async function* () {
        yield batch(0, 2);
        yield batch(2, 3);
      })(),
    ],
  };
  for (const [what, [data, targets]] of Object.entries(forms))
    test(what, async () => expect(await read(data, targets)).toEqual(asRead));
});

describe("arrays", () => {
  test("know how many steps and examples there are, and are at hand whole", () => {
    const { steps, examples, whole } = arraySource(rows, [10, 20, 30], options);
    expect([steps, examples, whole.x[0].toArray(), whole.y[0].toArray()]).toEqual([2, 3, rows, [10, 20, 30]]);
  });

  test("begin in the middle of an epoch", async () => {
    expect(await read(rows, [10, 20, 30], {}, [0, 1])).toEqual([asRead[1]]);
  });

  test("shuffled: a function of seed and epoch, x beside its y", async () => {
    const numbers = Array.from({ length: 50 }, (_, k) => [k]);
    const order = async (shuffle: number, epoch: number): Promise<number[]> => {
      const seen: number[] = [];
      const source = arraySource(numbers, numbers, { ...options, batchSize: 7, shuffle });
      for (const { x, y } of source.epoch(epoch, 0)) {
        expect(y[0].toArray()).toEqual(x[0].toArray());
        seen.push(...x[0].toFloat64());
      }
      return seen;
    };
    const first = await order(1, 0);
    expect([...first].sort((a, b) => a - b)).toEqual(numbers.flat());
    expect(await order(1, 0)).toEqual(first);
    expect(await order(1, 1)).not.toEqual(first);
    expect(await order(2, 0)).not.toEqual(first);
  });

  test("a batch keeps its memory from step to step: training allocates nothing", () => {
    const source = arraySource([[1], [2], [3], [4]], undefined, { ...options, targetNames: [] });
    const [first, second] = [...source.epoch(0, 0)];
    expect(second.x[0]).toBe(first.x[0]);
  });
});

describe("errors", () => {
  const open = (x: Data, y?: Arrays, given: Partial<BatchOptions> = {}): (() => Promise<unknown>) => {
    return () => batchSource(x, y, { ...options, ...given });
  };
  const messages: Readonly<Record<string, readonly [() => Promise<unknown>, string]>> = {
    "x and y of different lengths": [
      open(rows, [1, 2]),
      "fit: x has 3 rows and y has 2; give one row of each per example. (shape_mismatch)",
    ],
    "no rows": [
      open([], []),
      "fit: x has no rows, its shape is [0]; give at least one example. (empty_data)",
    ],
    "rows of different lengths": [
      open([[1, 2], [3]], [1, 2]),
      "fit: x: rows are ragged: at depth 1 expected 2 items, got 1 items; pad or cut the rows. (shape_mismatch)",
    ],
    "no targets": [
      open(rows),
      "fit: the data have no targets; give y beside x, or batches [x, y]. (missing_target)",
    ],
    "targets beside batches": [
      open(Dataset.fromArrays(rows, [1, 2, 3]).batch(2), [1, 2, 3]),
      "fit: y is given beside batches; put the targets into the batches, as [x, y]. (invalid_option)",
    ],
    "targets under another name": [
      open(rows, { z: [1, 2, 3] }),
      'fit: y: has no "y", but z; the model\'s names are y. (missing_input)',
    ],
    "one array for several inputs": [
      open(rows, [1, 2, 3], { inputNames: ["a", "b"] }),
      "fit: x: one array, where 2 are expected; pass { a, b }. (missing_input)",
    ],
    "weights beside batches": [
      open(Dataset.fromArrays(rows, [1, 2, 3]).batch(2), undefined, { sampleWeight: [1, 1, 1] }),
      "fit: sampleWeight is given beside batches; put it into the batches, as [x, y, sampleWeight]. (invalid_option)",
    ],
    "strided memory": [
      open({ data: new Float32Array(8), shape: [2, 2], strides: [4, 1] }, [1, 2]),
      "fit: x: an array of shape [2, 2] has strides [4, 1], not [2, 1]; copy it to C order first. (not_contiguous)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, async () => expect(await rejection(body())).toBe(message));

  test("a generator that was used up", async () => {
    const source = await batchSource(
      (function* () {
        yield [tensor([[1]]), tensor([1])] as const;
      })(),
      undefined,
      options,
    );
    const all = async (epoch: number): Promise<void> => {
      for await (const _ of source.epoch(epoch, 0));
    };
    await all(0);
    expect(await rejection(all(1))).toMatch(/\(dataset_used_up\)$/);
  });
});
