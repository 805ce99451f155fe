import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import type { Value } from "../../src/core/graph.js";
import * as ops from "../../src/core/ops/index.js";
import { hashUniform } from "../../src/core/random-bits.js";
import { simplify } from "../../src/core/simplify.js";
import { type Types, tensorType, trace } from "../../src/core/trace.js";
import { grad } from "../../src/core/vjp.js";
import * as optimizers from "../../src/nn/optimizers/index.js";
import { writeOnnx } from "../../src/onnx/write.js";
import { handWrittenMlp } from "./hand-written-mlp.js";

const batch = 128;
const sizes = [784, 128, 128, 10];
const weights = [0, 1, 2].flatMap((i) => [
  { name: `w${i}`, shape: [sizes[i], sizes[i + 1]] },
  { name: `b${i}`, shape: [sizes[i + 1]] },
]);

/** The same step, traced and differentiated. */
function tracedMlp(): Uint8Array {
  const types: Types = {
    x: tensorType([batch, 784], "uint8"),
    y: tensorType([batch], "uint8"),
    lr: tensorType([]),
    t: tensorType([]),
    ...Object.fromEntries(
      weights.flatMap(({ name, shape }) =>
        ["", "m_", "v_"].map((prefix) => [prefix + name, tensorType(shape)]),
      ),
    ),
  };
  const { update } = optimizers.adam();
  const graph = trace(types, (values: Readonly<Record<string, Value>>) => {
    let h = ops.multiply(ops.cast(values.x, { dtype: "float32" }), 1 / 255);
    for (let i = 0; i < 3; i++) {
      h = ops.add(ops.matmul(h, values[`w${i}`]), values[`b${i}`]);
      if (i < 2) h = ops.relu(h);
    }
    const target = ops.oneHot(values.y, { depth: 10 });
    const loss = ops.negative(ops.divide(ops.sum(ops.multiply(target, ops.logSoftmax(h))), batch));
    const grads = grad(
      loss,
      weights.map(({ name }) => values[name]),
    );
    const step = ops.add(values.t, 1);
    const out: Record<string, Value> = { loss, t: step };
    for (const [i, { name }] of weights.entries()) {
      const slots = { momentum: values[`m_${name}`], velocity: values[`v_${name}`] };
      const next = update({ w: values[name], g: grads[i], slots, learningRate: values.lr, step });
      out[name] = next.w;
      if (next.slots) [out[`m_${name}`], out[`v_${name}`]] = [next.slots.momentum, next.slots.velocity];
    }
    return out;
  });
  return writeOnnx(simplify(graph));
}

type Run = (steps: number) => Promise<number>;

/** Steps on one session, state in pairs of buffers; gives the last loss. */
async function runner(bytes: Uint8Array): Promise<Run> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
  const float = (shape: readonly number[], scale: number, key: number): OrtTensor =>
    new OrtTensor(
      "float32",
      Float32Array.from(
        hashUniform(
          key,
          shape.reduce((a, b) => a * b, 1),
        ),
        (u) => (u - 0.5) * scale,
      ),
      shape,
    );
  const feeds: Record<string, OrtTensor> = {
    x: new OrtTensor(
      "uint8",
      Uint8Array.from(hashUniform(1, batch * 784), (u) => u * 256),
      [batch, 784],
    ),
    y: new OrtTensor(
      "uint8",
      Uint8Array.from(hashUniform(2, batch), (u) => u * 10),
      [batch],
    ),
    lr: new OrtTensor("float32", Float32Array.of(0.001), []),
    t: float([], 0, 3),
  };
  const spare: Record<string, OrtTensor> = { "next/t": float([], 0, 3) };
  for (const [k, { name, shape }] of weights.entries()) {
    for (const prefix of ["", "m_", "v_"]) {
      feeds[prefix + name] = float(shape, prefix === "" ? 0.15 : 0, k);
      spare[`next/${prefix}${name}`] = float(shape, 0, k);
    }
  }
  return async (steps) => {
    let loss = Number.NaN;
    for (let i = 0; i < steps; i++) {
      const out = await session.run(feeds, { ...spare, loss: null });
      loss = Number(out.loss.data[0]);
      for (const key of Object.keys(spare)) {
        const name = key.slice("next/".length);
        [feeds[name], spare[key]] = [spare[key], feeds[name]];
      }
    }
    return loss;
  };
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1];

test("a traced and differentiated training step costs at most 1.10 × the one written by hand", async () => {
  const hand = await runner(handWrittenMlp(batch));
  const traced = await runner(tracedMlp());
  const [a, b] = [await hand(100), await traced(100)];
  expect(Math.abs(a - b) / a).toBeLessThan(2e-3); // the same training; by hand, 1 − βᵗ is a plain difference in float32
  const times: { hand: number; traced: number }[] = [];
  for (let round = 0; round < 25; round++) {
    const start = performance.now();
    await hand(40);
    const between = performance.now();
    await traced(40);
    times.push({ hand: (between - start) / 40, traced: (performance.now() - between) / 40 });
  }
  const ratio = median(times.map((t) => t.traced / t.hand));
  console.info(
    `MLP step, batch ${batch}, 1 thread: by hand ${median(times.map((t) => t.hand)).toFixed(3)} ms, traced ${median(times.map((t) => t.traced)).toFixed(3)} ms, ratio ${ratio.toFixed(3)}`,
  );
  expect(ratio).toBeLessThanOrEqual(1.1);
}, 120_000);
