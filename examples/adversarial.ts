import {
  Dataset,
  datasets,
  evaluate,
  grad,
  input,
  layers,
  losses,
  type Model,
  ops,
  optimizers,
  program,
  schedules,
  sequential,
  setSeed,
  stopGradient,
  Tensor,
  tensorType,
  type Value,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { drawImage } from "./draw.js";

// A network that reads 98 of 100 digits reads hardly any once every pixel has been moved a little in the
// direction that hurts most. Trained on digits changed in this way, it holds out.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images attacked, of 10,000. */
  readonly tested?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  /** How far a pixel may be moved, where the brightness goes from 0 to 1. */
  readonly epsilon?: number;
  /** Steps of the stronger attack. */
  readonly attackSteps?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** Shares of the test images read rightly. */
export interface Accuracies {
  readonly clean: number;
  readonly fgsm: number;
  readonly pgd: number;
}

export interface Result {
  readonly plain: Accuracies;
  readonly robust: Accuracies;
}

/** Two convolutions with stride, one hidden layer: 166,406 weights. */
function network(): Model {
  return sequential([
    input({ shape: [28, 28, 1] }), // brightness 0–1
    layers.conv2d({ filters: 16, kernelSize: 4, strides: 2, padding: "same", activation: "relu" }), // [batch, 14, 14, 16]
    layers.conv2d({ filters: 32, kernelSize: 4, strides: 2, padding: "same", activation: "relu" }), // [batch, 7, 7, 32]
    layers.flatten(),
    layers.dense({ units: 100, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
}

const crossentropy = losses.sparseCategoricalCrossentropy();
const lossOf = (labels: Value, answers: Value): Value => ops.mean(crossentropy.perExample(labels, answers));

/** The images pushed by `size` the way the loss rises, at most `epsilon` away from the true ones, brightness within 0–1. */
function pushed(images: Value, start: Value, slope: Value, size: Value | number, epsilon: number): Value {
  const moved = ops.add(start, ops.multiply(ops.sign(slope), size));
  const near = ops.minimum(ops.maximum(moved, ops.subtract(images, epsilon)), ops.add(images, epsilon));
  return ops.clip(near, { minimum: 0, maximum: 1 });
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 2000,
    epochs = 4,
    batchSize = 128,
    epsilon = 0.25,
    attackSteps = 20,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: samples, test: tested });
  const [train, test] = [pixels(xTrain), pixels(xTest)];
  const totalSteps = epochs * Math.ceil(samples / batchSize);
  const optimizer = (): ReturnType<typeof optimizers.adam> =>
    optimizers.adam({ learningRate: schedules.oneCycle({ maxLearningRate: 0.005, totalSteps }) });

  const plain = network();
  plain.compile({ optimizer: optimizer(), loss: crossentropy, runtime });
  await plain.fit(train, yTrain, { batchSize, epochs, verbose: 0 });

  // Each step trains on digits that one push from a random place near them has changed, against the network of that moment.
  const robust = network();
  const step = await program(
    { images: tensorType(["batch", 28, 28, 1]), labels: tensorType(["batch"], "uint8") },
    ({ images, labels }, { apply, minimize, random }) => {
      const noise = ops.multiply(ops.subtract(random.uniform(images.shape), 0.5), 2 * epsilon); // within ±ε
      const start = ops.add(images, noise);
      const [slope] = grad(lossOf(labels, apply(robust, start)), [start]);
      const changed = stopGradient(pushed(images, start, slope, 1.25 * epsilon, epsilon));
      const loss = lossOf(labels, apply(robust, changed));
      minimize(loss, robust, optimizer());
      return { loss };
    },
    { runtime },
  );
  const batches = Dataset.fromArrays(train, yTrain).shuffle({ seed }).batch(batchSize);
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const [images, labels] of batches) await step.run({ images, labels });
  await step.dispose();

  print(say("test digits read rightly, of 100", "每 100 个测试数字中读对的个数"));
  const results: Accuracies[] = [];
  for (const [net, name] of [
    [plain, say("trained as usual", "照常训练")],
    [robust, say("trained on changed digits", "用改动过的数字训练")],
  ] as const) {
    const { accuracies, example } = await attacked(net, test, yTest, { epsilon, attackSteps, runtime });
    const [clean, fgsm, pgd] = [accuracies.clean, accuracies.fgsm, accuracies.pgd].map((share) =>
      (100 * share).toFixed(1),
    );
    print(
      say(
        `   ${name}: ${clean}; after one push ${fgsm}, after ${attackSteps} small ones ${pgd}`,
        `   ${name}：${clean}；推一次之后 ${fgsm}，小步推 ${attackSteps} 次之后 ${pgd}`,
      ),
    );
    results.push(accuracies);
    const answer = (await evaluate(ops.argmax(await net.predict(example), { axis: 1 }))).item();
    const truth = yTest.slice(0, 1).item();
    print(
      drawImage(
        example.toFloat64().map((brightness) => 255 * brightness),
        28,
      ),
    );
    print(say(`   a ${truth} after one push, read as ${answer}`, `   推过一次的 ${truth}，读作 ${answer}`));
  }
  return { plain: results[0], robust: results[1] };
}

/** How many images a network still reads after one push of ε (the fast gradient sign method) and after several small ones. */
async function attacked(
  net: Model,
  xTest: Tensor,
  yTest: Tensor,
  { epsilon, attackSteps, runtime }: Required<Pick<Options, "epsilon" | "attackSteps" | "runtime">>,
): Promise<{ readonly accuracies: Accuracies; readonly example: Tensor }> {
  const push = await program(
    {
      images: tensorType(["batch", 28, 28, 1]),
      start: tensorType(["batch", 28, 28, 1]),
      labels: tensorType(["batch"], "uint8"),
      size: tensorType([]),
    },
    ({ images, start, labels, size }, { apply }) => {
      const answers = apply(net, start, { training: false });
      const [slope] = grad(lossOf(labels, answers), [start]);
      const isRight = ops.equal(ops.argmax(answers, { axis: 1 }), ops.cast(labels, { dtype: "int64" }));
      return {
        changed: pushed(images, start, slope, size, epsilon),
        right: ops.sum(ops.cast(isRight, { dtype: "float32" })), // of the images as they came
      };
    },
    { runtime },
  );
  const right = { clean: 0, fgsm: 0, pgd: 0 };
  let example: Tensor | undefined;
  for await (const [images, labels] of Dataset.fromArrays(xTest, yTest).batch(500)) {
    const once = await push.run({ images, labels, start: images, size: epsilon });
    right.clean += once.right.item();
    let last = await push.run({ images, labels, start: once.changed, size: 0 });
    right.fgsm += last.right.item();
    const size = (2.5 * epsilon) / attackSteps;
    for (let k = 0; k <= attackSteps; k++)
      last = await push.run({ images, labels, start: k === 0 ? images : last.changed, size });
    right.pgd += last.right.item(); // of the images after `attackSteps` pushes
    example ??= once.changed.slice(0, 1);
  }
  await push.dispose();
  const count = xTest.shape[0];
  return {
    accuracies: { clean: right.clean / count, fgsm: right.fgsm / count, pgd: right.pgd / count },
    example: example as Tensor, // there is at least one batch
  };
}

/** Brightness 0–1, one channel. */
function pixels(images: Tensor): Tensor {
  const data = Float32Array.from(images.data as Uint8Array, (brightness) => brightness / 255);
  return new Tensor(data, [...images.shape, 1], "float32");
}

if (isMain(import.meta.url))
  await runAsProgram(run, {
    samples: 60_000,
    tested: 2000,
    epochs: 4,
    batchSize: 128,
    epsilon: 0.25,
    attackSteps: 20,
    seed: 0,
  });
