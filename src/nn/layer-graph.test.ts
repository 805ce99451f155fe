import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { input, layers, model, ops, tensor } from "../index.js";
import { layerGraph } from "./layer-graph.js";
import { isOpCall, type LayerSymbol } from "./symbol.js";

const names = (outputs: readonly LayerSymbol[], inputs: readonly LayerSymbol[]): string[] =>
  layerGraph(inputs, outputs).calls.map(({ target }) => (isOpCall(target) ? target.op.name : target.kind));

test("each call comes after those it uses, once, also where ways part and meet", () => {
  const x = input({ shape: [2] });
  const left = layers.dense({ units: 2 }).apply(x);
  const right = layers.activation({ activation: "relu" }).apply(left);
  const sum = ops.add(left, right) as LayerSymbol; // an op on symbols gives one
  expect(names([sum], [x])).toEqual(["dense", "activation", "add"]);
  expect(names([sum, right, left], [x])).toEqual(["dense", "activation", "add"]);
});

test("what the outputs do not need is left out, also when symbols in between are the inputs", () => {
  const x = input({ shape: [2] });
  const hidden = layers.dense({ units: 3 }).apply(x);
  layers.dense({ units: 7 }).apply(hidden);
  const y = layers.dense({ units: 1 }).apply(hidden);
  expect(names([y], [x])).toEqual(["dense", "dense"]);
  expect(names([y], [hidden])).toEqual(["dense"]);
});

test("a chain of 5,000 calls", async () => {
  const x = input({ shape: [1] });
  let y: LayerSymbol = x;
  for (let k = 0; k < 5_000; k++) y = ops.add(y, 1) as LayerSymbol; // an op on symbols gives one
  const net = model({ inputs: x, outputs: y });
  net.compile({ loss: "mse", runtime: "reference" });
  expect((await net.predict([[0.5]])).toArray()).toEqual([[5000.5]]);
});

test("sizes of symbols in bare ops are those of the data that come", async () => {
  const x = input({ shape: [null, 2] });
  const pairs = ops.reshape(x, { shape: [x.shape[0], x.shape[1], 1, 2] });
  const dense = layers.dense({ units: 1, kernelInitializer: "ones" });
  const net = model({ inputs: x, outputs: dense.apply(ops.sum(pairs, { axis: [1, 2] })) }); // [batch, 2] before it
  const long = tensor([1, 2, 3, 4, 5, 6], { shape: [1, 3, 2] });
  const short = tensor([1, 2, 3, 4], { shape: [2, 1, 2] });
  expect((await net.predict(long)).toArray()).toEqual([[21]]);
  expect((await net.predict(short)).toArray()).toEqual([[3], [7]]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const { history } = await net.fit(short, [[2], [6]], { verbose: 0 });
  expect(history.loss).toEqual([1]); // (3 − 2)² and (7 − 6)²
});

describe("errors", () => {
  test("an output that hangs on an input which is not given", () => {
    const [a, b] = [input({ shape: [1], name: "a" }), input({ shape: [1], name: "b" })];
    expect(thrown(() => model({ inputs: a, outputs: ops.add(a, b) }))).toBe(
      'model: an output depends on input "b", which is not among the inputs; add it to inputs. (disconnected)',
    );
  });

  test("two layers of one name", () => {
    const x = input({ shape: [1] });
    const named = (): LayerSymbol => layers.flatten({ name: "flat" }).apply(x);
    expect(thrown(() => model({ inputs: x, outputs: ops.add(named(), named()) }))).toBe(
      'model: two layers are called "flat"; give each its own name. (duplicate_name)',
    );
  });

  test("two inputs of one name", () => {
    const [a, b] = [input({ shape: [1], name: "a" }), input({ shape: [1], name: "a" })];
    expect(thrown(() => model({ inputs: [a, b], outputs: ops.add(a, b) }))).toBe(
      'model: two inputs are called "a"; give each its own name. (duplicate_name)',
    );
  });
});
