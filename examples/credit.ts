import {
  input,
  layers,
  losses,
  type Model,
  readArff,
  regularizers,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { printReliability, printScores, type Scores, scoresOf } from "./calibration.js";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { crossValidate } from "./cross-validate.js";
import { creditFile, readDebianFile } from "./debian-file.js";

// Which of a thousand loans will not be paid back? To lend to a bad customer costs five times what a good one refused
// does. Learned with class weights, a network cries wolf; Platt's two numbers make its probabilities honest.

export interface Options {
  /** Where credit-g.arff lies; else where Debian's weka puts it. */
  readonly folder?: string;
  readonly folds?: number;
  readonly epochs?: number;
  readonly units?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** Of a network that learned all loans alike, and of one that learned the bad ones with five times the weight. */
export interface Result {
  readonly plain: Scores;
  readonly weighted: Scores;
  readonly calibrated: Scores;
}

const costs = { overlooked: 5, falseAlarm: 1 };

export async function run(options: Options = {}): Promise<Result> {
  const { folder, folds = 10, epochs = 30, units = 16, seed = 0, runtime = "auto" } = options;
  const { lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);

  const table = readArff(readDebianFile(creditFile, folder), { name: creditFile.file });
  const { x, y: good } = table.toTensors({ target: "class" }); // bad 0, good 1
  const y = tensor(
    good.toFloat64().map((isGood) => 1 - isGood),
    { dtype: "float32" },
  );
  const [loans, features] = x.shape;
  const bad = y.toFloat64().reduce((a, b) => a + b);
  print(
    say(
      `${loans} loans, ${table.columns.length - 1} facts as ${features} numbers, ${bad} bad; ${folds} folds`,
      `${loans} 笔贷款，${table.columns.length - 1} 项信息，编成 ${features} 个数，${bad} 笔坏账；${folds} 折`,
    ),
  );

  const build = (xTrain: Tensor): Model => {
    const scale = layers.normalization();
    scale.adapt(xTrain);
    const net = sequential([
      input({ shape: [features] }),
      scale,
      layers.dense({ units, activation: "relu", kernelRegularizer: regularizers.l2({ l2: 0.02 }) }),
      layers.dropout({ rate: 0.3 }),
      layers.dense({ units: 1 }), // a logit: above 0 means rather bad
    ]);
    net.compile({ optimizer: "adam", loss: losses.binaryCrossentropy({ fromLogits: true }), runtime });
    return net;
  };
  const fit = { epochs, batchSize: 32 };
  const alike = await crossValidate(x, y, { folds, build, fit, shift: true });
  const classWeight = { 1: costs.overlooked };
  const { raw, calibrated } = await crossValidate(x, y, {
    folds,
    build,
    fit: { ...fit, classWeight },
    shift: true,
  });

  const result = {
    plain: scoresOf(alike.raw, costs),
    weighted: scoresOf(raw, costs),
    calibrated: scoresOf(calibrated, costs),
  };
  print("");
  printScores(
    [
      [say("all loans alike", "一视同仁"), result.plain],
      [say("bad ones weigh 5", "坏账权重 5"), result.weighted],
      [say("and calibrated", "再加校准"), result.calibrated],
    ],
    print,
    lang,
  );
  const [none, all] = [(bad / loans) * costs.overlooked, 1 - bad / loans].map((cost) => cost.toFixed(4));
  print(say(`cost of lending to all ${none}, to nobody ${all}`, `全部放贷的代价 ${none}，全部拒绝 ${all}`));
  print(say("\nbad ones weigh 5:", "\n坏账权重 5："));
  printReliability(raw, print, lang);
  print(say("\nand calibrated:", "\n再加校准："));
  printReliability(calibrated, print, lang);
  return result;
}

if (isMain(import.meta.url))
  await runAsProgram(run, { folder: "", folds: 10, epochs: 30, units: 16, seed: 0 });
