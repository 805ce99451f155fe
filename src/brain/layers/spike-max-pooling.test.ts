import { rateDecoder, spikeMaxPooling } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, type Model, sequential, Tensor, tensor } from "../../index.js";

const exactly = (net: Model): Model => {
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return net;
};

test("spikes are handed on where the largest count of a window grows", async () => {
  const net = exactly(sequential([input({ shape: [5, 2, 1] }), spikeMaxPooling()]));
  const x = tensor([
    [
      [[1], [0]], // counts 1, 0
      [[0], [1]], // 1, 1
      [[0], [1]], // 1, 2
      [[1], [0]], // 2, 2
      [[1], [1]], // 3, 3
    ],
  ]);
  expect((await net.predict(x)).toArray()).toEqual([[[[1]], [[0]], [[1]], [[0]], [[1]]]]);
});

test("after every step the counts handed on are max pooling of the counts, windows that overlap and borders too", async () => {
  const [steps, height, width, channels] = [9, 5, 6, 2];
  const spikes = Float32Array.from({ length: 2 * steps * height * width * channels }, (_, i) =>
    Number(Math.sin(12.9898 * i) > 0.2),
  );
  const x = new Tensor(spikes, [2, steps, height, width, channels], "float32");
  for (const options of [{}, { poolSize: 3, strides: 2, padding: "same" }, { poolSize: [1, 3] }] as const) {
    const inTime = await exactly(
      sequential([input({ shape: [steps, height, width, channels] }), spikeMaxPooling(options)]),
    ).predict(x);
    expect(new Set(inTime.toFloat64())).toEqual(new Set([0, 1])); // spikes again
    const counted = exactly(
      sequential([
        input({ shape: [steps, height, width, channels] }),
        rateDecoder(),
        layers.maxPooling2d(options),
      ]),
    );
    const [, , ...rest] = inTime.shape;
    const sums = exactly(sequential([input({ shape: [steps, ...rest] }), rateDecoder()]));
    expect((await sums.predict(inTime)).toArray()).toEqual((await counted.predict(x)).toArray());
  }
});

describe("errors", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no time": [
      () => spikeMaxPooling().apply(input({ shape: [4, 2] })),
      "spikeMaxPooling: expects [batch, time, steps, channels] or [batch, time, height, width, channels], got [batch, 4, 2]; put constantCurrent before it. (shape_mismatch)",
    ],
    "another padding": [
      () => spikeMaxPooling({ padding: "full" as "same" }),
      'spikeMaxPooling: padding: unknown name "full"; use one of valid, same. (unknown_name)',
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
