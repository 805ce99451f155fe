import { writeFile } from "node:fs/promises";
import { datasets } from "neurograd";
import { diehlCook, filterPlot } from "neurograd/brain";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "./command-line.js";

// Neurons that learn what digits look like without being told which is which. Each image comes as random spikes of its pixels; the neuron that fires first silences the others and learns
// the image a little; having fired often it gets harder to excite, and others have their turn. Labels come afterwards, to read what the neurons stand for: those of training images alone.

export interface Options {
  readonly neurons?: number;
  /** Training images seen, of 60,000. */
  readonly samples?: number;
  /** Of these, how many are used with their labels to name the neurons. */
  readonly labeled?: number;
  /** Test images asked about, of 10,000. */
  readonly tested?: number;
  readonly learningRate?: number;
  readonly seed?: number;
  /** A file for the picture of what each neuron has learned. */
  readonly picture?: string;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  /** Neurons named after each of the ten digits. */
  readonly named: readonly number[];
  /** Spikes of pixels and of neurons for a test image. */
  readonly inputSpikes: number;
  readonly spikes: number;
  readonly testAccuracy: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    neurons = 100,
    samples = 20_000,
    labeled = 10_000,
    tested = 10_000,
    learningRate = 0.05,
    seed = 1,
    picture = "",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: samples, test: tested });
  const net = diehlCook({ neurons, learningRate, seed });

  const parts = 4;
  for (let k = 0; k < parts; k++) {
    const [from, to] = [k, k + 1].map((part) => Math.round((samples * part) / parts));
    const { images, presentations, spikes } = await net.learn(xTrain.slice(from, to));
    const [often, each] = [presentations / images, spikes / images].map((x) => x.toFixed(2));
    print(
      say(
        `${to} images: each shown ${often} times, ${each} spikes`,
        `${to} 张图像：每张出示 ${often} 次，${each} 个脉冲`,
      ),
    );
  }

  await net.assign(xTrain.slice(0, labeled), yTrain.slice(0, labeled));
  const named = Array.from({ length: 10 }, (_, digit) => countOf(net.labels.toFloat64(), digit));
  print(say(`neurons for 0 to 9: ${named.join(", ")}`, `代表 0 到 9 的神经元：${named.join("、")}`));

  const { classes, ...asked } = await net.predict(xTest);
  const right = classes.toFloat64().filter((digit, i) => digit === yTest.data[i]).length;
  const [inputSpikes, spikes] = [asked.inputSpikes / tested, asked.spikes / tested];
  const testAccuracy = right / tested;
  print(
    say(
      `a test image: ${inputSpikes.toFixed(0)} spikes of pixels, ${spikes.toFixed(1)} of neurons`,
      `一张测试图像：像素 ${inputSpikes.toFixed(0)} 个脉冲，神经元 ${spikes.toFixed(1)} 个`,
    ),
  );
  print(say(`test accuracy ${testAccuracy.toFixed(4)}`, `测试准确率 ${testAccuracy.toFixed(4)}`));
  if (picture !== "") await writeFile(picture, filterPlot(net.weights, { lang }));
  return { named, inputSpikes, spikes, testAccuracy };
}

const countOf = (all: Float64Array, wanted: number): number => all.filter((x) => x === wanted).length;

if (isMain(import.meta.url))
  await runAsProgram(run, {
    ...{ neurons: 100, samples: 20_000, labeled: 10_000, tested: 10_000, learningRate: 0.05, seed: 1 },
    picture: "",
  });
