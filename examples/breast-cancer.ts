import {
  input,
  layers,
  losses,
  type Model,
  readCsv,
  regularizers,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { printReliability, printScores, type Scores, scoresOf } from "./calibration.js";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { crossValidate } from "./cross-validate.js";
import { breastCancerFile, readDebianFile } from "./debian-file.js";

// Is a lump in the breast malignant? Thirty measurements of the nuclei of its cells, 569 patients. A small network
// answers. Learned without restraint it is too sure of itself; a temperature, or small weights, mend that.

export interface Options {
  /** Where breast_cancer.csv lies; else where Debian's python3-sklearn puts it. */
  readonly folder?: string;
  readonly folds?: number;
  readonly epochs?: number;
  readonly units?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  readonly free: Scores;
  readonly calibrated: Scores;
  readonly small: Scores;
  /** Share of the malignant lumps that an alarm was raised for. */
  readonly sensitivity: number;
  /** Share of the benign ones that it was not. */
  readonly specificity: number;
}

const costs = { overlooked: 10, falseAlarm: 1 };

export async function run(options: Options = {}): Promise<Result> {
  const { folder, folds = 10, epochs = 100, units = 16, seed = 0, runtime = "auto" } = options;
  const { lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { x, y } = readPatients(folder);
  const [patients, measured] = x.shape;
  const ill = y.toFloat64().reduce((a, b) => a + b);
  print(
    say(
      `${patients} patients, ${measured} measurements, ${ill} malignant; ${folds} folds`,
      `${patients} 位患者，${measured} 项测量，恶性 ${ill} 例；${folds} 折`,
    ),
  );

  const network =
    (l2: number) =>
    (xTrain: Tensor): Model => {
      const scale = layers.normalization(); // mean 0, deviation 1; saved with the network
      scale.adapt(xTrain);
      const net = sequential([
        input({ shape: [measured] }),
        scale,
        layers.dense({ units, activation: "relu", kernelRegularizer: regularizers.l2({ l2 }) }),
        layers.dense({ units: 1 }), // a logit: above 0 means rather malignant
      ]);
      net.compile({ optimizer: "adam", loss: losses.binaryCrossentropy({ fromLogits: true }), runtime });
      return net;
    };
  const validation = { folds, fit: { epochs, batchSize: 16 }, shift: false }; // one number: the temperature
  const free = await crossValidate(x, y, { ...validation, build: network(0) });
  const { raw: small } = await crossValidate(x, y, { ...validation, build: network(0.01) });

  const result = {
    free: scoresOf(free.raw, costs),
    calibrated: scoresOf(free.calibrated, costs),
    small: scoresOf(small, costs),
  };
  print("");
  printScores(
    [
      [say("without restraint", "不加约束"), result.free],
      [say("and a temperature", "再加温度"), result.calibrated],
      [say("small weights", "压小权重"), result.small],
    ],
    print,
    lang,
  );
  print(say("\nsmall weights:", "\n压小权重："));
  printReliability(small, print, lang);

  const threshold = costs.falseAlarm / (costs.falseAlarm + costs.overlooked);
  const alarmed = (label: number): number => {
    const rows = [...small.y.keys()].filter((i) => small.y[i] === label);
    return rows.filter((i) => small.p[i] >= threshold).length / rows.length;
  };
  const [sensitivity, specificity] = [alarmed(1), 1 - alarmed(0)];
  const [found, spared] = [sensitivity, specificity].map((share) => (100 * share).toFixed(1));
  print(
    say(
      `\nto overlook a cancer costs as much as ${costs.overlooked} false alarms: alarm from p = ${threshold.toFixed(2)} on\n${found} % of the malignant lumps are found, ${spared} % of the benign ones left alone`,
      `\n漏诊一例的代价等于 ${costs.overlooked} 次误报：p ≥ ${threshold.toFixed(2)} 就报警\n查出 ${found} % 的恶性肿块，${spared} % 的良性肿块不受惊扰`,
    ),
  );
  return { ...result, sensitivity, specificity };
}

/** The file's first line counts its rows; the last column is 0 where the lump is malignant. */
function readPatients(folder: string | undefined): { readonly x: Tensor; readonly y: Tensor } {
  const text = new TextDecoder().decode(readDebianFile(breastCancerFile, folder));
  const table = readCsv(text.slice(text.indexOf("\n") + 1), { header: false, name: breastCancerFile.file });
  const target = table.columns[table.columns.length - 1].name;
  const { x, y } = table.toTensors({ target });
  return {
    x,
    y: tensor(
      y.toFloat64().map((benign) => 1 - benign),
      { dtype: "float32" },
    ),
  };
}

if (isMain(import.meta.url))
  await runAsProgram(run, { folder: "", folds: 10, epochs: 100, units: 16, seed: 0 });
