import { NeurogradError } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import { add, divide, maximum, minimum, multiply, sqrt, subtract, sum } from "../core/ops/index.js";
import { type Factory, factory, toConfig, withDefaults } from "./config.js";
import { checkNumber, checkPositive } from "./options.js";

/** Options that every optimizer has, with Keras's names and meanings. */
export interface CommonOptions {
  /** Step size η. A number; callbacks change it while training. */
  readonly learningRate?: number;
  /** Each step also shrinks weights: `w ← w − w · weightDecay · η`. */
  readonly weightDecay?: number | null;
  /** Each gradient is scaled down to at most this norm. */
  readonly clipnorm?: number | null;
  /** Each element of a gradient is clipped to ± this. */
  readonly clipvalue?: number | null;
  /** All gradients together are scaled down to at most this norm. */
  readonly globalClipnorm?: number | null;
}

export interface UpdateContext<O> {
  readonly w: Value;
  readonly g: Value;
  readonly slots: Readonly<Record<string, Value>>;
  readonly learningRate: Value;
  /** The number of this step, from 1, as float32. */
  readonly step: Value;
  readonly options: Required<O>;
}
export interface Update {
  readonly w: Value;
  readonly slots?: Readonly<Record<string, Value>>;
}
export interface OptimizerRecord<O extends object> {
  readonly defaults: Required<O & CommonOptions>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O & CommonOptions>, where: string) => void;
  /** What is kept for each weight, with the number it begins with. */
  readonly slots: (options: Required<O>) => Readonly<Record<string, number>>;
  readonly update: (context: UpdateContext<O>) => Update;
}

/** An optimizer: how weights change, given gradients. The numbers it keeps are the model's state. */
export interface Optimizer {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  learningRate: number;
  readonly slots: Readonly<Record<string, number>>;
  /** Clipping, for all gradients at once. */
  clip(grads: readonly Value[]): readonly Value[];
  update(context: Omit<UpdateContext<object>, "options">): Update;
}

export const commonDefaults = {
  weightDecay: null,
  clipnorm: null,
  clipvalue: null,
  globalClipnorm: null,
} as const;

/** Makes an optimizer from its record; what it gives is the function users call: `adam({ learningRate: 0.01 })`. */
/* @__NO_SIDE_EFFECTS__ */
export function defineOptimizer<O extends object>(
  kind: string,
  record: OptimizerRecord<O>,
): Factory<O & CommonOptions, Optimizer> {
  const { defaults } = record;
  const make = (given = {} as O & CommonOptions): Optimizer => {
    const options = withDefaults(kind, given, defaults) as Required<O & CommonOptions>; // all have defaults
    checkNumber(kind, "learningRate", options.learningRate, 0);
    const clips = (["clipnorm", "clipvalue", "globalClipnorm"] as const).filter(
      (name) => options[name] !== null,
    );
    for (const name of clips) checkPositive(kind, name, options[name]);
    if (options.weightDecay !== null) checkNumber(kind, "weightDecay", options.weightDecay, 0);
    if (clips.length > 1) {
      throw new NeurogradError(
        "invalid_option",
        `${kind}: got both ${clips.join(" and ")}; choose one way of clipping`,
      );
    }
    record.check?.(options, kind);
    return {
      kind,
      config: toConfig(given),
      learningRate: options.learningRate as number,
      slots: record.slots(options),
      clip: (grads) => clipped(grads, options as Required<CommonOptions>),
      update: ({ w, ...context }) => {
        const { weightDecay } = options;
        const decayed =
          weightDecay === null
            ? w
            : subtract(w, multiply(w, multiply(context.learningRate, weightDecay as number)));
        return record.update({ ...context, w: decayed, options });
      },
    };
  };
  return factory(make, { kind, defaults });
}

function clipped(
  grads: readonly Value[],
  { clipnorm, clipvalue, globalClipnorm }: Required<CommonOptions>,
): readonly Value[] {
  if (clipvalue !== null) return grads.map((g) => maximum(minimum(g, clipvalue), -clipvalue));
  if (clipnorm !== null) return grads.map((g) => shrunk(g, norm([g]), clipnorm));
  if (globalClipnorm === null) return grads;
  const all = norm(grads);
  return grads.map((g) => shrunk(g, all, globalClipnorm));
}

const norm = (grads: readonly Value[]): Value =>
  sqrt(grads.map((g) => sum(multiply(g, g))).reduce((a, b) => add(a, b)));

/** g · limit / max(norm, limit) */
const shrunk = (g: Value, length: Value, limit: number): Value =>
  multiply(g, divide(limit, maximum(length, limit)));
