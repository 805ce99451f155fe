import {
  Dataset,
  datasets,
  input,
  layers,
  type Model,
  model,
  ops,
  optimizers,
  type Program,
  program,
  sequential,
  setSeed,
  tensor,
  tensorType,
  type Value,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { drawImage } from "./draw.js";

// A variational autoencoder reads a digit as a cloud of codes, a mean and a spread, and draws it anew from one of them.
// The clouds are held near the standard normal distribution: so any code drawn from that becomes a digit.
// Kingma & Welling 2014, arXiv:1312.6114.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images, of 10,000. */
  readonly tested?: number;
  readonly epochs?: number;
  /** Numbers of a code. */
  readonly code?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** Mean over the test images, in nats. The bound on −log p(image) is their sum. */
export interface Result {
  /** What drawing the image anew from its code loses. */
  readonly reconstruction: number;
  /** How far its cloud is from the standard normal distribution. */
  readonly divergence: number;
  /** The bound with codes of two numbers, whose plane is drawn. */
  readonly planeBound: number;
}

export interface Autoencoder {
  /** The mean of a code, and the logarithm of its variance. */
  readonly encoder: Model;
  /** A code to the logits of the pixels. */
  readonly decoder: Model;
}

const batchSize = 128;

export function autoencoder(code: number): Autoencoder {
  const image = input({ shape: [784] });
  const hidden = layers.dense({ units: 400, activation: "relu" }).apply(image);
  const mean = layers.dense({ units: code, name: "mean" }).apply(hidden);
  const logVariance = layers.dense({ units: code, name: "logVariance" }).apply(hidden);
  return {
    encoder: model({ inputs: image, outputs: [mean, logVariance], name: "encoder" }),
    decoder: sequential(
      [
        input({ shape: [code] }),
        layers.dense({ units: 400, activation: "relu" }),
        layers.dense({ units: 784 }),
      ],
      { name: "decoder" },
    ),
  };
}

/** A batch of images through the autoencoder; `train` also takes a step of Adam on both parts. */
function stepOf(
  { encoder, decoder }: Autoencoder,
  size: number,
  { train, runtime }: { readonly train: boolean; readonly runtime: Runtime },
): Promise<Program> {
  return program(
    { images: tensorType([size, 784], "uint8") },
    ({ images }, { applyAll, apply, minimize, random }) => {
      const x = ops.divide(ops.cast(images, { dtype: "float32" }), 255);
      const { mean, logVariance } = applyAll(encoder, x);
      const spread = ops.exp(ops.multiply(logVariance, 0.5));
      const drawn = ops.add(mean, ops.multiply(spread, random.normal(mean.shape))); // a code of the cloud
      const logits = apply(decoder, drawn);
      // −log p(x | code) of pixels that are on with probability σ(logit): softplus(logit) − x·logit
      const reconstruction = perImage(ops.subtract(ops.softplus(logits), ops.multiply(x, logits)));
      // KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²)
      const squares = ops.add(ops.square(mean), ops.exp(logVariance));
      const divergence = ops.multiply(perImage(ops.subtract(ops.subtract(squares, 1), logVariance)), 0.5);
      if (train)
        minimize(
          ops.add(reconstruction, divergence),
          [encoder, decoder],
          optimizers.adam({ learningRate: 0.001 }),
        );
      return { reconstruction, divergence };
    },
    { runtime },
  );
}

/** Summed over the pixels, or the numbers of a code; the mean over the images. */
const perImage = (x: Value): Value => ops.mean(ops.sum(x, { axis: 1 }));

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 10_000,
    epochs = 5,
    code = 20,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, xTest } = await datasets.mnist({ train: samples, test: tested });
  const [train, test] = [xTrain.reshape([samples, 784]), xTest.reshape([tested, 784])];
  const batches = Dataset.fromArrays(train).shuffle(seed).batch(batchSize, { dropRemainder: true });

  const learn = async (net: Autoencoder): Promise<{ reconstruction: number; divergence: number }> => {
    const step = await stepOf(net, batchSize, { train: true, runtime });
    for (let epoch = 0; epoch < epochs; epoch++)
      for await (const images of batches.epoch(epoch)) await step.run({ images });
    const judge = await stepOf(net, tested, { train: false, runtime });
    const { reconstruction, divergence } = await judge.run({ images: test });
    return { reconstruction: Number(reconstruction.item()), divergence: Number(divergence.item()) };
  };

  const net = autoencoder(code);
  const { reconstruction, divergence } = await learn(net);
  const bound = (reconstruction + divergence).toFixed(2);
  const parts = [reconstruction.toFixed(2), divergence.toFixed(2)];
  print(
    say(
      `codes of ${code} numbers: bound on −log p of a test image ${bound} nats (${parts[0]} drawn anew, ${parts[1]} the code)`,
      `${code} 个数的编码：每张测试图像 −log p 的上界 ${bound} 奈特（重画 ${parts[0]}，编码 ${parts[1]}）`,
    ),
  );

  const plane = autoencoder(2);
  const found = await learn(plane);
  const planeBound = found.reconstruction + found.divergence;
  print(
    say(
      `codes of two numbers: ${planeBound.toFixed(2)} nats; their plane, from −2 to 2:\n`,
      `两个数的编码：${planeBound.toFixed(2)} 奈特；编码平面，从 −2 到 2：\n`,
    ),
  );
  print(await planeOf(plane.decoder));
  return { reconstruction, divergence, planeBound };
}

/** Digits drawn from a grid of codes. */
async function planeOf(decoder: Model): Promise<string> {
  const places = [-2, -1, 0, 1, 2];
  const codes = places.flatMap((b) => places.map((a) => [a, -b]));
  const logits = await decoder.predict(tensor(codes));
  const lines: string[] = [];
  for (let row = 0; row < places.length; row++) {
    const digits = places.map((_, column) => {
      const k = row * places.length + column;
      const pixels = logits.slice(k, k + 1).toFloat64();
      return drawImage(
        pixels.map((logit) => 255 / (1 + Math.exp(-logit))),
        28,
      ).split("\n");
    });
    for (const [r] of digits[0].entries())
      lines.push(
        digits
          .map((digit) => digit[r].padEnd(28))
          .join("")
          .trimEnd(),
      );
  }
  return lines.join("\n");
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, tested: 10_000, epochs: 5, code: 20, seed: 0 });
