import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import {
  broadcastTo,
  expandDims,
  flip,
  scan,
  slice,
  squeeze,
  transpose,
  where,
} from "../../core/ops/index.js";
import { formatShape, type Shape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { type ActivationLike, toActivation } from "../activation.js";
import { zeros } from "../initializers.js";
import type { CallContext, CallResult, WeightSpecs } from "../layer.js";
import { checkNumber, checkPositiveInteger } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";
import { asFloat } from "./as-float.js";

// What all recurrent layers share: the way along time. What happens in one step stands in each layer's file.

/** What is given out, and how time is walked. */
export interface WalkOptions {
  /** The output of every step, [batch, time, ...]; else of the last one, [batch, ...]. */
  readonly returnSequences?: boolean;
  /** The states after the last step as further outputs. */
  readonly returnState?: boolean;
  /** From the last position to the first; outputs come in that order. */
  readonly goBackwards?: boolean;
  /** Each batch begins with the states that the one before ended with; `input` then needs its `batchSize`. */
  readonly stateful?: boolean;
  /** One copy of the step for each position, whatever their number; else that is decided by what is faster. */
  readonly unroll?: boolean;
  /** The output of a masked position is 0 instead of the one before it. */
  readonly zeroOutputForMask?: boolean;
}

const walkDefaults: Required<WalkOptions> = {
  returnSequences: false,
  returnState: false,
  goBackwards: false,
  stateful: false,
  unroll: false,
  zeroOutputForMask: false,
};

/** The options that recurrent layers and their convolutional kin have in common. */
export interface RecurrentOptions extends WalkOptions, WeightRules<"kernel" | "recurrent" | "bias"> {
  readonly activation?: ActivationLike | null;
  readonly useBias?: boolean;
  readonly kernelInitializer?: InitializerLike;
  readonly recurrentInitializer?: InitializerLike;
  readonly biasInitializer?: InitializerLike;
  /** Share of the inputs set to 0 while training, the same ones at every position. */
  readonly dropout?: number;
  /** Share of the state set to 0 where it is multiplied, while training, the same places at every position. */
  readonly recurrentDropout?: number;
  readonly name?: string;
  readonly trainable?: boolean;
}

/** Keras's, of all recurrent layers. */
export const recurrentDefaults: Required<Omit<RecurrentOptions, "name" | "trainable">> = {
  activation: "tanh",
  useBias: true,
  kernelInitializer: "glorotUniform",
  recurrentInitializer: "orthogonal",
  biasInitializer: "zeros",
  dropout: 0,
  recurrentDropout: 0,
  ...walkDefaults,
  ...ruleDefaults("kernel", "recurrent", "bias"),
};

/** Throws `invalid_option`, `unknown_name`. */
export function checkRecurrent(
  where: string,
  options: RecurrentOptions & { readonly recurrentActivation?: ActivationLike | null },
  counts: Readonly<Record<string, number>>,
): void {
  for (const [name, count] of Object.entries(counts)) checkPositiveInteger(where, name, count);
  for (const name of ["activation", "recurrentActivation"] as const)
    toActivation(`${where}: ${name}`, options[name]);
  for (const name of ["kernelInitializer", "recurrentInitializer", "biasInitializer"] as const)
    toInitializer(`${where}: ${name}`, options[name] ?? "zeros");
  for (const name of ["dropout", "recurrentDropout"] as const) checkNumber(where, name, options[name], 0, 1);
}

/** The states of a stateful layer, as weights. Throws `missing_option`. */
export function stateWeights(
  where: string,
  { stateful }: WalkOptions,
  x: TensorType,
  shapes: readonly Shape[],
): WeightSpecs {
  if (stateful !== true) return {};
  const [batch] = x.shape;
  if (typeof batch !== "number") {
    throw new NeurogradError(
      "missing_option",
      `${where}: is stateful, so it must know how many sequences a batch has; give input({ shape, batchSize })`,
    );
  }
  return Object.fromEntries(
    shapes.map((shape, k) => [
      `state${k}`,
      { shape: [batch, ...(shape as readonly number[])], initializer: zeros(), role: "recurrent" }, // sizes are known by now
    ]),
  );
}

/** The states before the first step: given as further inputs, kept from the last batch, or zeros. Throws `shape_mismatch`. */
export function firstStates(
  { inputs: [x, ...given], weights, name }: Pick<CallContext<WalkOptions>, "inputs" | "weights" | "name">,
  shapes: readonly Shape[],
): readonly Value[] {
  if (given.length > 0) {
    const wanted = shapes.map((shape) => formatShape([x.shape[0], ...shape]));
    const got = given.map(({ shape }) => formatShape(shape));
    if (got.join() === wanted.join()) return given.map(asFloat);
    throw new NeurogradError(
      "shape_mismatch",
      `${name}: expects initial states ${wanted.join(", ")} after the sequences, got ${got.join(", ")}; give each state once, or none for zeros`,
    );
  }
  const zero = constant(tensor(0), asFloat(x).dtype);
  return shapes.map(
    (shape, k) => weights[`state${k}`] ?? broadcastTo(zero, { shape: [x.shape[0], ...shape] }), // a saved model has none
  );
}

/** A way along time. */
export interface Walk {
  /** What the steps see of the input, cut along time: [time, batch, ...]. */
  readonly sequence: Value;
  readonly states: readonly Value[];
  /** New states, the first of which is the output. */
  readonly step: (x: Value, states: readonly Value[]) => readonly Value[];
}

/**
 * `states ← step(x[t], states)` for t = 0, 1, …; masked positions leave the states as they are.
 *
 * The step is the body of one `scan`, which `unrollScans` writes out where that is faster.
 */
export function walk(
  { options, masks: [mask = null], name }: Pick<CallContext<WalkOptions>, "options" | "masks" | "name">,
  { sequence, states, step }: Walk,
): CallResult {
  const {
    returnSequences,
    returnState,
    goBackwards = false,
    unroll = false,
    stateful,
    zeroOutputForMask,
  } = options;
  const present = mask && timeFirst(mask); // [time, batch]
  if (unroll && typeof sequence.shape[0] !== "number") {
    throw new NeurogradError(
      "unknown_size",
      `${name}: unroll needs to know how many positions there are; give the input's shape in full, or leave unroll out`,
    );
  }
  const { states: last, outputs } = scan(
    ({ states: before, slices: [x, isHere] }) => {
      const after = step(x, before);
      if (isHere === undefined) return { states: after, outputs: [after[0]] };
      const kept = after.map((state, k) => where(alongside(isHere, state), state, before[k]));
      return {
        states: kept,
        outputs: [zeroOutputForMask ? where(alongside(isHere, after[0]), after[0], 0) : kept[0]],
      };
    },
    { states, sequences: present ? [sequence, present] : [sequence], reverse: goBackwards, unroll },
  );
  const [all] = outputs; // [time, batch, ...], each in the place of its input
  const output = returnSequences
    ? timeFirst(goBackwards ? flip(all, { axis: 0 }) : all)
    : mask && zeroOutputForMask
      ? edge(all, goBackwards)
      : last[0];
  return {
    outputs: returnState ? [output, ...last] : [output],
    masks: returnSequences ? [mask] : [],
    ...(stateful && { updates: Object.fromEntries(last.map((state, k) => [`state${k}`, state])) }),
  };
}

/** [batch, time, ...] ⇄ [time, batch, ...]. */
export const timeFirst = (x: Value): Value =>
  transpose(x, { axes: [1, 0, ...Array.from({ length: x.shape.length - 2 }, (_, k) => k + 2)] });

/** A mask [batch] with axes of size 1 for the others of `state`. */
function alongside(mask: Value, state: Value): Value {
  const added = Array.from(
    { length: state.shape.length - mask.shape.length },
    (_, k) => mask.shape.length + k,
  );
  return expandDims(mask, { axis: added });
}

/** The output of the last step: at the end, or at the beginning of what was walked backwards. */
const edge = (all: Value, goBackwards: boolean): Value =>
  squeeze(
    goBackwards
      ? slice(all, { axes: [0], starts: [0], ends: [1] })
      : slice(all, { axes: [0], starts: [-1], ends: [null] }),
    { axis: 0 },
  );

/** Throws `shape_mismatch` unless x is [batch, time, features] with a known number of features, which is the answer. */
export function featuresOf(where: string, { shape }: TensorType): number {
  const features = shape.at(-1);
  if (shape.length === 3 && typeof features === "number") return features;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: expects [batch, time, features] with a known number of features, got ${formatShape(shape)}; give the input's shape in full`,
  );
}
