import { input, layers, model, ops, tensor } from "neurograd";
import { expect, test } from "vitest";
import type { LayerSymbol } from "./symbol.js";

test("sizes of symbols in bare ops are those of the data that come", async () => {
  const x = input({ shape: [null, 2] });
  const pairs = ops.reshape(x, { shape: [x.shape[0], x.shape[1], 1, 2] });
  const sums = ops.sum(pairs, { axis: [1, 2] }) as LayerSymbol; // [batch, 2]
  const dense = layers.dense({ units: 1, kernelInitializer: "ones" });
  const net = model({ inputs: x, outputs: dense.apply(sums) });
  expect(
    (
      await net.predict(
        tensor([
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
        ]),
      )
    ).toArray(),
  ).toEqual([[21]]);
  expect((await net.predict(tensor([[[1, 2]], [[3, 4]]]))).toArray()).toEqual([[3], [7]]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const { history } = await net.fit(tensor([[[1, 2]], [[3, 4]]]), [[2], [6]], { verbose: 0 });
  expect(history.loss).toEqual([1]); // (3 − 2)² and (7 − 6)²
});
