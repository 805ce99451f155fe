import { NeurogradError, nearestName } from "../core/errors.js";
import * as activations from "../nn/activations.js";
import type { Constraint } from "../nn/constraint.js";
import * as constraints from "../nn/constraints/index.js";
import * as initializers from "../nn/initializers.js";
import type { Layer } from "../nn/layer.js";
import * as layers from "../nn/layers/index.js";
import type { Learning } from "../nn/learning.js";
import type { Loss } from "../nn/loss.js";
import * as losses from "../nn/losses/index.js";
import type { Metric } from "../nn/metric.js";
import * as metrics from "../nn/metrics/index.js";
import type { Optimizer } from "../nn/optimizer.js";
import * as optimizers from "../nn/optimizers/index.js";
import type { Regularizer } from "../nn/regularizer.js";
import * as regularizers from "../nn/regularizers/index.js";
import type { Schedule } from "../nn/schedule.js";
import * as schedules from "../nn/schedules/index.js";

// biome-ignore lint/suspicious/noExplicitAny: factories take options of their own kind, which here come from a file
type Make<T = object> = (options?: any) => T;

/** Layers, losses, … of one's own, by kind: what `defineLayer` and `defineLoss` gave. */
export interface CustomKinds {
  readonly customLayers?: Readonly<Record<string, Make<Layer>>>;
  readonly customLosses?: Readonly<Record<string, Make<Loss>>>;
  readonly customMetrics?: Readonly<Record<string, Make<Metric>>>;
  readonly customOptimizers?: Readonly<Record<string, Make<Optimizer>>>;
  readonly customInitializers?: Readonly<Record<string, Make>>;
  readonly customSchedules?: Readonly<Record<string, Make<Schedule>>>;
  readonly customRegularizers?: Readonly<Record<string, Make<Regularizer>>>;
  readonly customConstraints?: Readonly<Record<string, Make<Constraint>>>;
  /** Also those of `neurograd/brain`: `{ feedbackAlignment }`. */
  readonly customLearning?: Readonly<Record<string, Make<Learning>>>;
  /** Of spiking layers: `neurograd/brain` gives all its own kinds as `spikingKinds`. */
  readonly customSurrogates?: Readonly<Record<string, Make>>;
}

export type Family =
  | "layer"
  | "loss"
  | "metric"
  | "optimizer"
  | "initializer"
  | "schedule"
  | "regularizer"
  | "constraint"
  | "learning"
  | "surrogate"
  | "activation";

/** What a file names by kind: the word for it, our own ones, and the option for others. */
const families: Readonly<
  Record<Family, { readonly own: Readonly<Record<string, unknown>>; readonly custom?: keyof CustomKinds }>
> = {
  layer: { own: layers, custom: "customLayers" },
  loss: { own: losses, custom: "customLosses" },
  metric: { own: metrics, custom: "customMetrics" },
  optimizer: { own: optimizers, custom: "customOptimizers" },
  initializer: { own: initializers, custom: "customInitializers" },
  schedule: { own: schedules, custom: "customSchedules" },
  regularizer: { own: regularizers, custom: "customRegularizers" },
  constraint: { own: constraints, custom: "customConstraints" },
  learning: { own: {}, custom: "customLearning" },
  surrogate: { own: {}, custom: "customSurrogates" },
  // Functions of values, which are not made of a config.
  activation: { own: Object.fromEntries(Object.entries(activations).map(([name, f]) => [name, () => f])) },
};

/** Factories of a family by name: the exports of its folder, then those of the user. */
function factories(family: Family, custom: CustomKinds): Map<string, Make> {
  const { own, custom: option } = families[family];
  const all = [...Object.entries(own), ...Object.entries<unknown>((option && custom[option]) ?? {})];
  return new Map(all.filter((entry): entry is [string, Make] => typeof entry[1] === "function"));
}

/**
 * Makes the thing of a kind. Throws `unknown_kind` with the nearest right name and how to give one's own, and what
 * making it throws.
 */
export function makeKind(
  family: Family,
  kind: string,
  config: object,
  where: string,
  custom: CustomKinds,
): object {
  const known = factories(family, custom);
  const make = known.get(kind);
  if (make !== undefined) return make(config);
  const near = nearestName(kind, [...known.keys()]);
  const hint = near === undefined ? "" : ` (nearest: ${near})`;
  const option = families[family].custom;
  const own = option && `if it is your own, pass ${option}: { ${identifier(kind)} }, else `;
  throw new NeurogradError(
    "unknown_kind",
    `loadModel: ${where}: there is no ${family} ${JSON.stringify(kind)}${hint}; ${own ?? ""}update neurograd`,
  );
}

const identifier = (kind: string): string =>
  /^[\w$]{1,80}$/.test(kind) ? kind : JSON.stringify(kind.slice(0, 80));

/**
 * The family of something configured inside an option: an option ends with the word (`kernelInitializer`, `layer`);
 * failing that, the family that has the kind.
 */
export function familyOf(option: string, kind: string, custom: CustomKinds): Family {
  const all = Object.keys(families) as Family[];
  return (
    all.find((family) => option.toLowerCase().endsWith(family)) ??
    all.find((family) => factories(family, custom).has(kind)) ??
    "layer"
  );
}
