import { cut } from "../core/display-width.js";
import type { Tensor } from "../core/tensor.js";
import type { Model } from "../nn/model.js";
import { confusionMatrix, formatConfusion } from "./confusion-matrix.js";
import { chooseDigits, digitsAbreast, drawDigits } from "./draw-digits.js";
import type { Messages } from "./messages.js";
import type { Paint } from "./paint.js";
import type { Examples, Task } from "./task.js";
import { toldClasses } from "./told-class.js";

/** What a trained network is worth. */
export interface LearningReport {
  /** Tables and pictures. */
  readonly shown: readonly string[];
  /** What guessing would give, to compare with. */
  readonly baseline: readonly string[];
  /** The figure that counts, as the last line. */
  readonly figure: string;
  /** The same for programs: `testAccuracy`, `valMae`, … */
  readonly figures: Readonly<Record<string, number>>;
}

/** Measures a network on examples it was not trained with; where there are none, on those it was. */
export async function learningReport(
  task: Task,
  net: Model,
  paint: Paint,
  columns: number,
  say: Messages,
): Promise<LearningReport> {
  const examples = task.test ?? task.validation ?? task.train;
  const kind = task.test ? "test" : task.validation ? "val" : "training";
  const outputs = await net.predict(examples.x, { batchSize: 1000 });
  return task.classes === undefined
    ? quantityReport(examples, task.train.y, outputs, kind, say)
    : classReport(task, task.classes, examples, outputs, kind, paint, columns, say);
}

type Kind = "test" | "val" | "training";
const key = (kind: Kind, metric: string): string =>
  kind === "training" ? metric.toLowerCase() : `${kind}${metric}`;

function classReport(
  task: Task,
  classes: readonly string[],
  { x, y }: Examples,
  outputs: Tensor,
  kind: Kind,
  paint: Paint,
  columns: number,
  say: Messages,
): LearningReport {
  const truth = y.toFloat64();
  const told = toldClasses(outputs);
  const accuracy = told.filter(({ index }, row) => index === truth[row]).length / told.length;
  const matrix = formatConfusion(confusionMatrix(truth, told, classes.length), classes, paint, columns);
  const shown = matrix === undefined ? [] : ["", paint.bold(say.confusion(told.length)), ...matrix];
  if (task.name === "mnist" && task.test) {
    const chosen = chooseDigits(truth, told, digitsAbreast(columns));
    shown.push("", ...drawDigits(x, truth, told, chosen, paint, say));
  }
  const text = accuracy.toFixed(4);
  const figures = { [key(kind, "Accuracy")]: accuracy };
  if (kind === "test") return { shown, baseline: [], figure: say.testAccuracy(text), figures };
  const { name, share } = mostFrequent(task.train.y, truth, classes);
  const figure = kind === "val" ? say.validationAccuracy(text) : say.trainingAccuracy(text);
  return { shown, baseline: [say.baseline(cut(name, 24), share.toFixed(4))], figure, figures };
}

/** The class that is most frequent in training, and how often it is right elsewhere. */
function mostFrequent(
  trained: Tensor,
  truth: ArrayLike<number>,
  classes: readonly string[],
): { readonly name: string; readonly share: number } {
  const counts = classes.map(() => 0);
  for (const label of trained.toFloat64()) counts[label]++;
  const best = counts.indexOf(Math.max(...counts));
  return {
    name: classes[best],
    share: Array.from(truth).filter((label) => label === best).length / truth.length,
  };
}

function quantityReport(
  { y }: Examples,
  trained: Tensor,
  outputs: Tensor,
  kind: Kind,
  say: Messages,
): LearningReport {
  const truth = y.toFloat64();
  const told = outputs.toFloat64();
  const mean = averageOf(trained.toFloat64(), (value) => value);
  const own = averageOf(truth, (value) => value);
  const error = averageOf(truth, (value, row) => Math.abs(value - told[row]));
  const simple = averageOf(truth, (value) => Math.abs(value - mean));
  // R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)²
  const r2 =
    1 - averageOf(truth, (value, row) => (value - told[row]) ** 2) / averageOf(truth, (v) => (v - own) ** 2);
  return {
    shown: [],
    baseline: [say.meanBaseline(short(simple))],
    figure: say.meanAbsoluteError(kind === "val", short(error), Number.isFinite(r2) ? r2.toFixed(3) : "–"),
    figures: { [key(kind, "Mae")]: error, ...(Number.isFinite(r2) && { r2 }) },
  };
}

const averageOf = (values: Float64Array, of: (value: number, row: number) => number): number =>
  values.reduce((sum, value, row) => sum + of(value, row), 0) / values.length;

/** Four digits. */
const short = (value: number): string => String(Number(value.toPrecision(4)));
