import { expect, expectTypeOf, test } from "vitest";
import { type Tensor, tensor } from "../core/tensor.js";
import { Dataset } from "./dataset.js";
import { permutation } from "./permutation.js";

/** The numbers of every batch's x, batch by batch. */
async function numbers(
  elements: AsyncIterable<Tensor | readonly [Tensor, ...unknown[]]>,
): Promise<unknown[]> {
  const out: unknown[] = [];
  for await (const element of elements) out.push(("data" in element ? element : element[0]).toArray());
  return out;
}

const ten = tensor(Uint8Array.from({ length: 10 }, (_, i) => i));

async function* counting(n: number): AsyncGenerator<number> {
  for (let i = 0; i < n; i++) yield i;
}

test("batches of arrays are rows in order, the last one short; dropRemainder leaves it out", async () => {
  const data = Dataset.fromArrays(ten);
  expect(data.size).toBe(10);
  expect(await numbers(data.batch(4))).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
  expect(data.batch(4).size).toBe(3);
  expect(await numbers(data.batch(4, { dropRemainder: true }))).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ]);
  expect(data.batch(4, { dropRemainder: true }).size).toBe(2);
});

test("x, y and weights stay together through shuffle and batch, and keep shape and dtype", async () => {
  const x = tensor(Array.from({ length: 7 }, (_, i) => [[i, i + 0.5]]));
  const y = new Uint8Array(7).map((_, i) => i);
  const seen: number[] = [];
  for await (const [bx, by, bw] of Dataset.fromArrays(x, y, { data: Float64Array.from(y), shape: [7] })
    .shuffle(1)
    .batch(3)) {
    expectTypeOf(bx).toEqualTypeOf<Tensor>();
    expect([bx.dtype, by.dtype, bw.dtype]).toEqual(["float32", "uint8", "float64"]);
    expect(bx.shape).toEqual([by.size, 1, 2]);
    const labels = by.toFloat64();
    expect(bw.toFloat64()).toEqual(labels);
    expect(bx.toFloat64()).toEqual(Float64Array.from([...labels].flatMap((k) => [k, k + 0.5])));
    seen.push(...labels);
  }
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(seen).toEqual([...permutation(7, 1, 0)]);
});

test("records of arrays give records of batches; a name like __proto__ is a name", async () => {
  const record = JSON.parse('{"__proto__": [[1], [2]], "right": [3, 4]}') as { right: number[] };
  for await (const [x, y] of Dataset.fromArrays(record, { label: [true, false] }).batch(2)) {
    expect(Object.keys(x)).toEqual(["__proto__", "right"]);
    expect(x.right.toArray()).toEqual([3, 4]);
    expect(y.label.toArray()).toEqual([true, false]);
  }
});

test("each loop is the next epoch; epoch(k) gives the same order whenever it is asked for", async () => {
  const data = Dataset.fromArrays(ten).shuffle(9).batch(5);
  const first = await numbers(data);
  const second = await numbers(data);
  expect(second).not.toEqual(first);
  expect(await numbers(data.epoch(1))).toEqual(second);
  expect(await numbers(data.epoch(0))).toEqual(first);
  expect(first.flat()).toEqual([...permutation(10, 9, 0)]);
  expect(await numbers(Dataset.fromArrays(ten).shuffle(10).batch(5))).not.toEqual(first);
});

// Every pipeline, resumed at every position, goes on as the unbroken one: over arrays and over a stream.
const pipelines: Record<string, (data: Dataset<Tensor>) => Dataset<Tensor>> = {
  plain: (d) => d,
  shuffle: (d) => d.shuffle({ seed: 3, bufferSize: 4 }),
  "shuffle, batch": (d) => d.shuffle(3).batch(3),
  "shuffle, repeat, batch": (d) => d.shuffle(3).repeat(3).batch(4),
  "shuffle, batch, repeat": (d) => d.shuffle(3).batch(4).repeat(2),
  "skip, take, batch": (d) => d.skip(2).take(7).batch(2),
  "batch, skip, take": (d) => d.batch(3).skip(1).take(2),
  "take more than there is": (d) => d.take(99).batch(3).take(99),
  "map, batch, map, prefetch": (d) =>
    d
      .map((x, { epoch, index }) => tensor(x.item() * 100 + epoch * 10 + index))
      .batch(3)
      .map(async (x) => x)
      .prefetch(2),
  "shuffle, repeat without end, take": (d) => d.shuffle(3).repeat().batch(3).take(8),
  "skip past the end": (d) => d.skip(11).batch(2),
  "shuffled twice": (d) => d.shuffle(1).take(6).shuffle(2).batch(4),
};
const origins: Record<string, () => Dataset<Tensor>> = {
  arrays: () => Dataset.fromArrays(ten),
  list: () => Dataset.from(Array.from({ length: 10 }, (_, i) => tensor(i, { dtype: "uint8" }))),
  stream: () => Dataset.from(() => counting(10)).map((i) => tensor(i, { dtype: "uint8" })),
};

test.each(Object.keys(pipelines))(
  "%s: can be resumed at every position, from arrays, lists and streams",
  async (name) => {
    const byOrigin: unknown[][][] = [];
    for (const origin of Object.values(origins)) {
      const data = pipelines[name](origin());
      const epochs: unknown[][] = [];
      for (const epoch of [0, 2]) {
        const whole = await numbers(data.epoch(epoch));
        for (let start = 0; start <= whole.length + 1; start++) {
          expect(await numbers(data.epoch(epoch, start))).toEqual(whole.slice(start));
        }
        if (data.size !== undefined) expect(whole.length).toBe(data.size);
        epochs.push(whole);
      }
      byOrigin.push(epochs);
    }
    // Where nothing is shuffled, a stream gives what arrays give.
    if (!name.includes("shuffle")) expect(byOrigin[2]).toEqual(byOrigin[0]);
    expect(byOrigin[2]).toEqual(byOrigin[1]);
  },
);

test("what is endless says so, and its passes differ in order", async () => {
  const data = Dataset.fromArrays(ten).shuffle(3).repeat();
  expect(data.size).toBe(Infinity);
  const batches = data.batch(10);
  expect(batches.size).toBe(Infinity);
  const passes = await numbers(batches.take(3));
  expect(passes).toEqual([0, 1, 2].map((epoch) => [...permutation(10, 3, epoch)]));
  expect(await numbers(batches.take(1).epoch(1))).toEqual([passes[1]]);
});

test("a trainer sees the arrays and row numbers behind the batches, without a copy", () => {
  const x = tensor([[1], [2], [3]]);
  const rows = Dataset.fromArrays(x, [0, 1, 0]).shuffle(4).batch(2).rowBatches;
  expect(rows?.arrays).toEqual([x, tensor([0, 1, 0])]);
  expect(Array.isArray(rows?.arrays) && rows.arrays[0]).toBe(x);
  expect(rows?.size).toBe(2);
  expect([...(rows?.rows(5, 0) ?? []), ...(rows?.rows(5, 1) ?? [])]).toEqual([...permutation(3, 4, 5)]);
  expect(Dataset.fromArrays(x).rowBatches).toBeUndefined();
  expect(
    Dataset.fromArrays(x)
      .batch(2)
      .map((b) => b).rowBatches,
  ).toBeUndefined();
});

test("a stream is shuffled within its buffer: every element once, none earlier than the buffer allows", async () => {
  const data = Dataset.from(() => counting(100)).shuffle({ seed: 1, bufferSize: 10 });
  const out: number[] = [];
  for await (const k of data) out.push(k);
  expect(out).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect([...out].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  for (const [place, k] of out.entries()) expect(k).toBeLessThanOrEqual(place + 10);
});

test("pairs and records from an iterable are stacked; their type is kept", async () => {
  const pairs = Dataset.from([
    [[0, 1], 1],
    [[1, 1], 0],
  ]).batch(2);
  for await (const [x, y] of pairs) {
    expectTypeOf(x).toEqualTypeOf<Tensor>();
    expect(x.toArray()).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(y.toArray()).toEqual([1, 0]);
  }
  const records = Dataset.from([
    { text: "a", id: 1n },
    { text: "b", id: 2n },
  ]).batch(2);
  for await (const { text, id } of records) {
    expect(text.toArray()).toEqual(["a", "b"]);
    expect(id.dtype).toBe("int64");
  }
  const triples = Dataset.from(() => [[new Float32Array([1, 2]), { a: 1 }, 0.5] as const]).batch(1);
  for await (const [x, y, w] of triples) expect([x.shape, y.a.shape, w.shape]).toEqual([[1, 2], [1], [1]]);
});

test("take asks its source for no more than it gives, and closes it", async () => {
  let [asked, closed] = [0, 0];
  const source = Dataset.from(function* () {
    try {
      for (;;) yield asked++;
    } finally {
      closed++;
    }
  });
  expect(await numbers(source.take(3).map((k) => tensor(k)))).toEqual([0, 1, 2]);
  expect([asked, closed]).toEqual([3, 1]);
  expect(await numbers(source.take(0).map((k) => tensor(k)))).toEqual([]);
  expect([asked, closed]).toEqual([3, 1]);
});

test("prefetch makes the next elements while one is used, and closes its source when left", async () => {
  let [made, closed] = [0, false];
  const source = Dataset.from(async function* () {
    try {
      for (;;) yield made++;
    } finally {
      closed = true;
    }
  }).prefetch(3);
  for await (const k of source) {
    for (let i = 0; i < 20; i++) await Promise.resolve();
    expect(made).toBe(k + 4);
    if (k === 5) break;
  }
  expect(closed).toBe(true);
});

test("an error in the source reaches the loop after the elements before it", async () => {
  const seen: number[] = [];
  const data = Dataset.from(function* () {
    yield 1;
    throw new Error("disk gone");
  }).prefetch(4);
  await expect(async () => {
    for await (const k of data) seen.push(k);
  }).rejects.toThrow("disk gone");
  expect(seen).toEqual([1]);
});

test("a generator can be read once; a function of the epoch as often as wanted", async () => {
  const once = Dataset.from(counting(2)).map((k) => tensor(k));
  expect(await numbers(once)).toEqual([0, 1]);
  await expect(numbers(once)).rejects.toThrow(
    "Dataset.from: this iterator was read once and cannot start again; give a function that makes a new one: Dataset.from(() => …). (dataset_used_up)",
  );
  const again = Dataset.from((epoch) => [epoch, epoch]).map((k) => tensor(k));
  expect([await numbers(again), await numbers(again)]).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test("bad input is refused with a reason", async () => {
  const message = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      return (error as Error).message;
    }
    return "no error";
  };
  expect(message(() => Dataset.fromArrays(tensor([[1], [2]]), [1, 2, 3]))).toBe(
    "Dataset.fromArrays: x has 2 rows and y has 3; give one row of each per example. (shape_mismatch)",
  );
  expect(message(() => Dataset.fromArrays({ a: [1, 2], b: [1] }))).toBe(
    "Dataset.fromArrays: x.a has 2 rows and x.b has 1; give one row of each per example. (shape_mismatch)",
  );
  expect(message(() => Dataset.fromArrays([]))).toBe(
    "Dataset.fromArrays: x has no rows, its shape is [0]; give at least one example. (empty_data)",
  );
  expect(message(() => Dataset.fromArrays(3))).toBe(
    "Dataset.fromArrays: x is a single number; its first axis must count the examples. (shape_mismatch)",
  );
  expect(
    message(() => Dataset.fromArrays([1], { data: new Uint8Array(4), shape: [2, 2], strides: [1, 2] })),
  ).toBe(
    "Dataset.fromArrays: y: an array of shape [2, 2] has strides [1, 2], not [2, 1]; copy it to C order first. (not_contiguous)",
  );
  expect(message(() => Dataset.from(5 as never))).toBe(
    "Dataset.from: got number; give an iterable, an async iterable, or a function that makes one. (not_iterable)",
  );
  expect(message(() => Dataset.fromArrays([1]).batch(0))).toBe(
    "Dataset.batch: size is 0; give a whole number from 1 on. (invalid_option)",
  );
  expect(message(() => Dataset.fromArrays([1]).take(1.5))).toBe(
    "Dataset.take: count is 1.5; give a whole number from 0 on. (invalid_option)",
  );
  expect(message(() => Dataset.fromArrays([1]).shuffle(Number.NaN))).toBe(
    "seed: NaN is not an integer; give a whole number below 2^53. (invalid_option)",
  );
  expect(message(() => Dataset.fromArrays([1]).repeat().shuffle(1))).toBe(
    "Dataset.shuffle: the data repeat without end, so there is no whole to shuffle; call shuffle before repeat. (invalid_option)",
  );
  expect(message(() => Dataset.fromArrays([1]).epoch(-1))).toBe(
    "Dataset.epoch: index is -1; give a whole number from 0 on. (invalid_option)",
  );
});

test("parallel changes keep the order, run no more at a time than allowed, and are reported in their turn", async () => {
  const begun: number[] = [];
  const finish = new Map<number, () => void>();
  const data = Dataset.from([0, 1, 2, 3, 4]).map(
    (k, { index }) => {
      expect(index).toBe(k);
      begun.push(k);
      return new Promise<number>((resolve) => finish.set(k, () => resolve(10 * k)));
    },
    { parallel: 3 },
  );
  const elements = data.epoch(0);
  const first = elements.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([0, 1, 2]);
  for (const k of [2, 1, 0]) finish.get(k)?.();
  expect((await first).value).toBe(0);
  const second = elements.next();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([0, 1, 2, 3]);
  expect((await second).value).toBe(10);
  const rest = [elements.next(), elements.next(), elements.next()];
  await new Promise((resolve) => setImmediate(resolve));
  for (const k of [3, 4]) finish.get(k)?.();
  await new Promise((resolve) => setImmediate(resolve));
  finish.get(4)?.();
  expect((await Promise.all(rest)).map(({ value }) => value)).toEqual([20, 30, 40]);
  expect((await elements.next()).done).toBe(true);

  const failing = Dataset.from([0, 1, 2]).map(
    async (k) => {
      if (k === 1) throw new Error(`element ${k}`);
      return k;
    },
    { parallel: 3 },
  );
  const got: number[] = [];
  await expect(
    (async () => {
      for await (const k of failing) got.push(k);
    })(),
  ).rejects.toThrow("element 1");
  expect(got).toEqual([0]);
  expect(() => failing.map((k) => k, { parallel: 0 })).toThrow(
    "Dataset.map: parallel is 0; give a whole number from 1 on. (invalid_option)",
  );
});
