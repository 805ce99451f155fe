import type { Value } from "../../core/graph.js";
import {
  add,
  divide,
  exp,
  mean,
  multiply,
  sigmoid,
  softplus,
  square,
  subtract,
  sum,
} from "../../core/ops/index.js";
import { Tensor } from "../../core/tensor.js";
import { tensorType } from "../../core/trace.js";
import { gatherRows } from "../../data/gather-rows.js";
import { permutation } from "../../data/permutation.js";
import { RandomSource } from "../../data/random-source.js";
import { environment } from "../../environment.js";
import * as layers from "../../nn/layers/index.js";
import { Model } from "../../nn/model.js";
import { adam } from "../../nn/optimizers/index.js";
import { setSeed } from "../../nn/seed.js";
import { buildSequential } from "../../nn/sequential.js";
import { asSymbols, input } from "../../nn/symbol.js";
import { program } from "../../program.js";
import { digitSide } from "./draw-digit.js";
import type { Workshop } from "./workshop.js";

const size = digitSide * digitSide;
const [codes, hidden, batch, epochs] = [8, 128, 100, 60];

/**
 * New images by a variational autoencoder (Kingma & Welling, 2014, arXiv:1312.6114): it learns to draw digits from a few numbers that are nearly normal; then such numbers are drawn, and
 * made images. [n · pixels], 0 to 1.
 */
export async function drawNew(workshop: Workshop, images: Tensor, n: number): Promise<Float64Array> {
  setSeed(workshop.seedOf("autoencoder"));
  const image = input({ shape: [size] });
  const seen = layers.dense({ units: hidden, activation: "relu" }).apply(image);
  const cloud = [
    layers.dense({ units: codes, name: "mean" }),
    layers.dense({ units: codes, name: "logVariance" }),
  ];
  const encoder = new Model(
    asSymbols("draw", image),
    asSymbols(
      "draw",
      cloud.map((layer) => layer.apply(seen)),
    ),
    environment,
    "encoder",
  );
  const decoder = buildSequential(
    [
      input({ shape: [codes] }),
      layers.dense({ units: hidden, activation: "relu" }),
      layers.dense({ units: size }),
    ],
    environment,
    "decoder",
  );
  const perImage = (x: Value): Value => mean(sum(x, { axis: 1 }));
  const step = await program(
    { x: tensorType([batch, size]) },
    ({ x }, { applyAll, apply, minimize, random }) => {
      const { mean: center, logVariance } = applyAll(encoder, x);
      const code = add(center, multiply(exp(multiply(logVariance, 0.5)), random.normal(center.shape)));
      const logits = apply(decoder, code);
      const reconstruction = perImage(subtract(softplus(logits), multiply(x, logits)));
      const divergence = divide(
        perImage(subtract(subtract(add(square(center), exp(logVariance)), 1), logVariance)),
        2,
      );
      const loss = add(reconstruction, divergence);
      minimize(loss, [encoder, decoder], adam({ learningRate: 0.002 }));
      return { loss };
    },
    { runtime: workshop.runtime, threads: 1 },
  );
  const flat = images.reshape([images.shape[0], size]);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = permutation(flat.shape[0], workshop.seed, epoch);
    for (let from = 0; from + batch <= order.length; from += batch)
      await step.run({ x: gatherRows(flat, order.subarray(from, from + batch)) });
  }
  await step.dispose();

  const random = new RandomSource(workshop.seedOf("codes"));
  const drawn = new Tensor(
    Float32Array.from({ length: n * codes }, () => random.normal()),
    [n, codes],
    "float32",
  );
  const draw = await program(
    { drawn: tensorType([n, codes]) },
    (values, { apply }) => ({ images: sigmoid(apply(decoder, values.drawn)) }),
    { runtime: workshop.runtime, threads: 1 },
  );
  const { images: made } = await draw.run({ drawn });
  await draw.dispose();
  return made.toFloat64();
}
