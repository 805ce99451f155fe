import { NeurogradError } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import { multiply, subtract } from "../core/ops/index.js";
import { clipGradients } from "./clip-gradients.js";
import { type Factory, factory, toConfig, withDefaults } from "./config.js";
import {
  type CommonOptions,
  checkCommon,
  commonDefaults,
  isDecayed,
  learningRateFactor,
} from "./optimizer-options.js";
import { isSchedule, type Schedule } from "./schedule.js";

export { type CommonOptions, commonDefaults };

/** A weight as optimizers know it. */
export interface TrainedWeight {
  readonly path: string;
  readonly shape: readonly number[];
}
/** What is kept for each weight: the number it begins with, of the weight's shape or of one of its own. */
export type Slot = number | SlotOfShape;
export interface SlotOfShape {
  readonly value: number;
  /** null: none is kept for this weight. */
  readonly shape: (weight: TrainedWeight) => readonly number[] | null;
}

export interface UpdateContext<O> {
  readonly w: Value;
  readonly g: Value;
  readonly slots: Readonly<Record<string, Value>>;
  /** Numbers kept once for all weights, as they are after this step. */
  readonly scalars: Readonly<Record<string, Value>>;
  readonly learningRate: Value;
  /** The number of this step, from 1, as float32. */
  readonly step: Value;
  readonly weight: TrainedWeight;
  readonly options: Required<O>;
}
export interface Update {
  readonly w: Value;
  readonly slots?: Readonly<Record<string, Value>>;
  /** What it computes on its way and does not keep, by name: for those who look inside. */
  readonly parts?: Readonly<Record<string, Value>>;
}
export interface OptimizerRecord<O extends object> {
  /** The common options that are left out have Keras's defaults: no decay, no clipping. */
  readonly defaults: Required<O> & { readonly learningRate: number } & CommonOptions;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O & CommonOptions>, where: string) => void;
  readonly slots: (options: Required<O>) => Readonly<Record<string, Slot>>;
  /** Numbers kept once for all weights, and what they are at a step. */
  readonly scalars?: Readonly<Record<string, number>>;
  readonly updateScalars?: (
    context: Pick<UpdateContext<O>, "scalars" | "step" | "options">,
  ) => Readonly<Record<string, Value>>;
  /** Decay that is not the same for all weights. Default the option `weightDecay`. */
  readonly weightDecay?: (options: Required<O & CommonOptions>, weight: TrainedWeight) => number | null;
  readonly update: (context: UpdateContext<O>) => Update;
}

/** What an optimizer is told of one weight at a step. */
export interface WeightStep extends Omit<UpdateContext<object>, "options" | "weight" | "scalars"> {
  readonly scalars?: Readonly<Record<string, Value>>;
  /** Default "", a weight without a name. */
  readonly path?: string;
}

/** An optimizer: how weights change, given gradients. The numbers it keeps are the model's state. */
export interface Optimizer {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** With a schedule: its first rate, and setting it throws `invalid_option`. */
  learningRate: number;
  readonly schedule: Schedule | null;
  readonly common: Required<CommonOptions>;
  readonly slots: Readonly<Record<string, Slot>>;
  readonly scalars: Readonly<Record<string, number>>;
  /** Clipping, for all gradients at once. */
  clip(grads: readonly Value[]): readonly Value[];
  updateScalars(scalars: Readonly<Record<string, Value>>, step: Value): Readonly<Record<string, Value>>;
  update(step: WeightStep): Update;
}

/**
 * Makes an optimizer from its record; what it gives is the function users call: `adam({ learningRate: 0.01 })`. Clipping,
 * decay, accumulation, averages and schedules come with it.
 *
 * @example
 * // m ← μ m + g; w ← w − η sign(m)
 * const signum = defineOptimizer<{ readonly momentum?: number }>("signum", {
 *   defaults: { learningRate: 0.01, momentum: 0.9 },
 *   slots: () => ({ momentum: 0 }),
 *   update: ({ w, g, slots, learningRate, options }) => {
 *     const m = ops.add(ops.multiply(slots.momentum, options.momentum), g);
 *     return { w: ops.subtract(w, ops.multiply(ops.sign(m), learningRate)), slots: { momentum: m } };
 *   },
 * });
 * net.compile({ optimizer: signum({ clipnorm: 1 }), loss: "binaryCrossentropy" });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineOptimizer<O extends object>(
  kind: string,
  record: OptimizerRecord<O>,
): Factory<O & CommonOptions, Optimizer> {
  const defaults = { ...record.defaults, ...commonDefaults, ...record.defaults }; // its own come first
  const make = (given = {} as O & CommonOptions): Optimizer => {
    const options = withDefaults(kind, given, defaults) as Required<O & CommonOptions>; // all have defaults
    const common = options as Required<CommonOptions>; // O may not see them otherwise
    checkCommon(kind, common);
    record.check?.(options, kind);
    const schedule = isSchedule(common.learningRate) ? common.learningRate : null;
    let rate = schedule === null ? (common.learningRate as number) : schedule.at(0);
    return {
      kind,
      config: toConfig(given),
      get learningRate() {
        return rate;
      },
      set learningRate(value) {
        if (schedule !== null) throw fixedRate(kind, schedule);
        rate = value;
      },
      schedule,
      common,
      slots: {
        ...record.slots(options),
        ...(common.useEma && { [averageSlot]: 0 }),
        ...(common.gradientAccumulationSteps !== null && { [gradientSlot]: 0 }),
      },
      scalars: record.scalars ?? {},
      clip: (grads) => clipGradients(grads, common),
      updateScalars: (scalars, step) => record.updateScalars?.({ scalars, step, options }) ?? {},
      update: ({ w, path = "", scalars = {}, learningRate, ...context }) => {
        const weight = { path, shape: w.shape as readonly number[] }; // weights have numbers for sizes
        const factor = learningRateFactor(common, path);
        const eta = factor === 1 ? learningRate : multiply(learningRate, factor);
        const decay = record.weightDecay ? record.weightDecay(options, weight) : common.weightDecay;
        const rest = { ...context, learningRate: eta, scalars, weight, options };
        if (decay === null || !isDecayed(common, path)) return record.update({ ...rest, w });
        const decayed = subtract(w, multiply(w, multiply(eta, decay)));
        const update = record.update({ ...rest, w: decayed });
        return { ...update, parts: { decayed, ...update.parts } };
      },
    };
  };
  return factory(make, { kind, defaults });
}

const fixedRate = (kind: string, schedule: Schedule): NeurogradError =>
  new NeurogradError(
    "invalid_option",
    `${kind}: learningRate is the schedule ${schedule.kind}, which says it for every step; to set it, make the optimizer with a number`,
  );

/** Running means of weights. */
export const averageSlot = "average";
/** Sums of gradients since weights last changed. */
export const gradientSlot = "gradientAccumulator";

/** The slots of one weight, with the shapes and numbers they begin with. */
export function slotsOf(
  { slots }: Optimizer,
  weight: TrainedWeight,
): readonly { readonly slot: string; readonly shape: readonly number[]; readonly value: number }[] {
  return Object.entries(slots).flatMap(([slot, begin]) => {
    const { value, shape } =
      typeof begin === "number"
        ? { value: begin, shape: weight.shape }
        : { value: begin.value, shape: begin.shape(weight) };
    return shape === null ? [] : [{ slot, shape, value }];
  });
}
