import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { datasets, input, layers, type Model, sequential, setSeed, Tensor, tensor } from "neurograd";
import { type NirGraph, readNir, runNir, toNir, toSpiking, writeNir } from "neurograd/brain";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// NIR is the file in which programs and chips for spiking networks hand them on. First the neuron of its paper, through a file: every program is to fire in the same
// four steps. Then a network of ReLUs that reads digits is trained, turned into spikes, written, read again, and asked: out of the file alone.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images asked about. */
  readonly tested?: number;
  readonly epochs?: number;
  /** Steps of time for each image. */
  readonly steps?: number;
  readonly seed?: number;
  /** Where the files go. */
  readonly folder?: string;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  /** Steps in which the paper's neuron fires. */
  readonly paper: readonly number[];
  /** Shares of test images named rightly: by the ReLUs, and by the file's spikes. */
  readonly analog: number;
  readonly spiking: number;
  readonly bytes: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const { samples = 30_000, tested = 500, epochs = 3, steps = 32, seed = 0, folder = "runs/nir" } = options;
  const { runtime = "auto", lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);
  await mkdir(folder, { recursive: true });

  await writeNir(paperNeuron(), join(folder, "lif.nir"));
  const paper = await firing(await readNir(join(folder, "lif.nir")));
  print(
    say(
      `the neuron of the NIR paper fires in steps ${paper.join(" ")} (published: 460 510 710 760)`,
      `NIR 论文中的神经元在第 ${paper.join("、")} 步发放（论文：460、510、710、760）`,
    ),
  );

  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: samples, test: tested });
  const net = digitReader();
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], runtime });
  await net.fit(xTrain, yTrain, { epochs, batchSize: 64, verbose: 0 });
  const { accuracy: analog } = await net.evaluate(xTest, yTest);

  const network = await toSpiking(net, { samples: xTrain.slice(0, 300), startAtHalf: false }); // a file has no first state
  const bytes = await writeNir(toNir(network), join(folder, "digits.nir"));
  const graph = await readNir(join(folder, "digits.nir"));
  const kinds = Object.values(graph.nodes).map(({ type }) => type);
  print(
    say(
      `digits.nir: ${kinds.join(", ")}; ${bytes.length} bytes`,
      `digits.nir：${kinds.join("、")}；${bytes.length} 字节`,
    ),
  );

  const labels = yTest.toFloat64();
  let right = 0;
  for (let k = 0; k < tested; k++)
    if ((await asked(graph, xTest.slice(k, k + 1), steps)) === labels[k]) right++;
  const spiking = right / tested;
  print(
    say(
      `of ${tested} test digits the ReLUs name ${analog.toFixed(3)}, the file's spikes in ${steps} steps ${spiking.toFixed(3)}`,
      `${tested} 个测试数字的准确率：ReLU 网络 ${analog.toFixed(3)}，文件中的脉冲网络 ${steps} 步 ${spiking.toFixed(3)}`,
    ),
  );
  return { paper, analog, spiking, bytes: bytes.length };
}

/** A leaky neuron with a time constant of 2.5 ms (Pedersen et al., 2024, figure 2). */
function paperNeuron(): NirGraph {
  const one = (value: number): Tensor => tensor([value]);
  const lif = {
    type: "LIF",
    tau: one(0.0025),
    r: one(1),
    vLeak: one(0),
    vThreshold: one(0.1),
    vReset: one(0),
  } as const;
  const nodes = {
    input: { type: "Input", shape: [1] },
    lif,
    output: { type: "Output", shape: [1] },
  } as const;
  const edges = [
    ["input", "lif"],
    ["lif", "output"],
  ] as const; // prettier-ignore
  return { type: "NIRGraph", nodes, edges };
}

/** In which of 1,000 steps of 0.1 ms it fires, given the paper's 34 spikes. */
async function firing(graph: NirGraph): Promise<number[]> {
  const spikes = [
    60, 220, 270, 310, 320, 350, 370, 400, 410, 430, 440, 450, 460, 470, 480, 490, 500, 510, 520, 530, 670,
    680, 690, 700, 710, 720, 730, 740, 750, 760, 770, 780, 840, 850,
  ];
  const current = new Float64Array(1000);
  for (const step of spikes) current[step] = 1;
  const { output } = await runNir(graph, tensor(current, { shape: [1000, 1] }), { dt: 0.1 });
  return [...output.toFloat64().entries()].flatMap(([step, spike]) => (spike === 1 ? [step] : []));
}

function digitReader(): Model {
  return sequential([
    input({ shape: [28, 28] }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.reshape({ targetShape: [28, 28, 1] }),
    layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, activation: "relu" }),
    layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
    layers.averagePooling2d({ poolSize: 2 }), // NIR has no pooling by the maximum
    layers.flatten(),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
}

/** The digit for which most arrives at the output; the image flows in as a current, the same in every step. */
async function asked(graph: NirGraph, image: Tensor, steps: number): Promise<number> {
  const pixels = image.toFloat64();
  const current = new Float64Array(steps * pixels.length);
  for (let step = 0; step < steps; step++) current.set(pixels, step * pixels.length);
  const { output } = await runNir(graph, new Tensor(current, [steps, 1, 28, 28], "float64"), {
    dt: 1,
    reset: "subtract", // what NIR leaves to whoever runs a file
    fireWhen: ">=",
  });
  const sums = new Float64Array(10);
  for (const [k, value] of output.toFloat64().entries()) sums[k % 10] += value;
  return sums.indexOf(Math.max(...sums));
}

if (isMain(import.meta.url))
  await runAsProgram(run, {
    samples: 30_000,
    tested: 500,
    epochs: 3,
    steps: 32,
    seed: 0,
    folder: "runs/nir",
  });
