import { NeurogradError } from "../core/errors.js";
import { graphInput, type TensorType, type Value } from "../core/graph.js";
import { type RandomKey, randomNormal, randomUniform } from "../core/random.js";
import type { Shape } from "../core/size.js";
import type { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "../data/array-input.js";
import { type Factory, factory, toConfig, withDefaults } from "./config.js";
import type { Constraint } from "./constraint.js";
import type { Initializer } from "./initializer.js";
import type { Regularizer } from "./regularizer.js";
import { asSymbols, type LayerSymbol, symbolsOf } from "./symbol.js";
import { checkRules, withRules } from "./weight-rules.js";

/** A weight that a layer asks for. */
export interface WeightSpec {
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /**
   * `weight` is trained; `statistic` is set by the layer's own updates (moving averages) or by `adapt`; `recurrent` is
   * what a layer remembers from one batch to the next, until `resetStates`.
   */
  readonly role?: "weight" | "statistic" | "recurrent";
  /** Adds to the loss while the weight is trained. */
  readonly regularizer?: Regularizer | undefined;
  /** Holds after each update. */
  readonly constraint?: Constraint | undefined;
}
export type WeightSpecs = Readonly<Record<string, WeightSpec>>;

/** Random numbers for one call of a layer, other ones at each step; none outside training. */
export interface LayerRandom {
  uniform(shape: Shape): Value;
  normal(shape: Shape): Value;
}

/** Which positions of a value are there, true or false, [batch, time]; null: all of them. */
export type Mask = Value | null;

export interface CallContext<O> {
  readonly inputs: readonly Value[];
  /** The first input. */
  readonly x: Value;
  /** The mask of each input. */
  readonly masks: readonly Mask[];
  readonly weights: Readonly<Record<string, Value>>;
  readonly options: O;
  readonly training: boolean;
  /** False while the layer is frozen. */
  readonly trainable: boolean;
  readonly random: LayerRandom;
  readonly name: string;
}
export interface CallResult {
  readonly outputs: readonly Value[];
  /** New values of statistics, by weight name. */
  readonly updates?: Readonly<Record<string, Value>>;
  /** The mask of each output, where the record's `mask` does not say it. */
  readonly masks?: readonly Mask[];
}

/** A layer's call, as the graph of layers makes it. */
export interface LayerInputs extends Omit<CallContext<object>, "x" | "options" | "masks" | "trainable"> {
  /** None by default. */
  readonly masks?: readonly Mask[];
}

/** The options that have no default. */
type RequiredOption<O> = { [K in keyof O]-?: Record<never, never> extends Pick<O, K> ? never : K }[keyof O];

/** Everything there is to know of a kind of layer. */
export interface LayerRecord<O extends object> {
  /** Keras's defaults of the options that may be left out; they are asserted against its golden table. */
  readonly defaults: Required<Omit<O, RequiredOption<O> | "name" | "trainable">>;
  /** The options that must be given. */
  readonly required?: readonly (RequiredOption<O> & string)[];
  /** Checks options where the layer is made, and gives those that need it another form. Throws `invalid_option`, `unknown_name`. */
  readonly check?: (options: O, where: string) => void;
  /** The weights, once the inputs' types are known. Throws `shape_mismatch`. */
  readonly weights?: (options: O, inputs: readonly TensorType[], where: string) => WeightSpecs;
  /** Builds the graph of one call. */
  readonly call: (context: CallContext<O>) => Value | CallResult;
  /**
   * The mask of the first output: `"pass"` hands on that of the first input, for layers that work on each position by
   * itself. Left out, a mask ends here, as in Keras's layers that do not support masking.
   */
  readonly mask?: "pass" | ((context: CallContext<O>) => Mask);
  /** Learns statistics from data, for layers that are fitted before training. */
  readonly adapt?: (data: Tensor, options: O, where: string) => Readonly<Record<string, Tensor>>;
}

/** A layer: options and what to do with them. It holds no numbers; those belong to the model. */
export interface Layer {
  readonly kind: string;
  /** The layer itself: `net.layers` gives objects that inherit from it. */
  readonly original: Layer;
  readonly config: Readonly<Record<string, unknown>>;
  /** The name given by the user; else the model numbers layers of one kind: `dense`, `dense_1`. */
  readonly givenName: string | undefined;
  /** Whether its weights are trained; from the option `trainable`. Set, it counts from the next `compile`. */
  trainable: boolean;
  /** A number of what it gives that is added to the loss. */
  readonly activityRegularizer: Regularizer | undefined;
  weights(inputs: readonly TensorType[], where: string): WeightSpecs;
  call(inputs: LayerInputs): CallResult;
  readonly canAdapt: boolean;
  /** Statistics learned from data with `adapt`; the models that use the layer take them over. */
  readonly adapted: Readonly<Record<string, Tensor>> | undefined;
  /** Learns from data, as Keras's `adapt`. Throws `invalid_option` for layers that have nothing to learn so. */
  adapt(data: ArrayInput): void;
  /** Uses the layer in a functional model. Throws `not_a_symbol`, and what the layer's formula throws for these shapes. */
  apply(inputs: Value | readonly Value[]): LayerSymbol;
}

/**
 * Makes a kind of layer from its record; what it gives is the function users call: `dense({ units: 10 })`.
 *
 * @example
 * const scale = defineLayer<{ by?: number; name?: string }>("scale", {
 *   defaults: { by: 1 },
 *   call: ({ x, options }) => ops.multiply(x, options.by ?? 1),
 * });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineLayer<O extends { name?: string }>(
  kind: string,
  record: LayerRecord<O>,
): Factory<O, Layer> {
  const { defaults, required = [] } = record;
  const make = (given = {} as O): Layer => {
    const options = withDefaults(kind, given, defaults, { required, also: ["name", "trainable"] });
    checkRules(options, given.name ?? kind);
    record.check?.(options, given.name ?? kind);
    return new DefinedLayer(kind, record, options, given);
  };
  return factory(make, { kind, defaults, required });
}

/** What a user may give to every layer. */
interface LayerOptions {
  readonly name?: string;
  readonly trainable?: boolean;
  readonly activityRegularizer?: Regularizer | null;
}

class DefinedLayer<O extends { name?: string }> implements Layer {
  readonly kind: string;
  readonly givenName: string | undefined;
  readonly activityRegularizer: Regularizer | undefined;
  /** What changes, in an object of its own: `net.layers` gives objects that inherit from this one. */
  private readonly own: {
    readonly layer: Layer;
    adapted?: Readonly<Record<string, Tensor>>;
    trainable: boolean;
  };
  private readonly given: Readonly<Record<string, unknown>>;
  private readonly record: LayerRecord<O>;
  private readonly options: O;

  constructor(kind: string, record: LayerRecord<O>, options: O, given: O) {
    this.kind = kind;
    this.record = record;
    this.options = options;
    this.given = toConfig(given);
    this.givenName = given.name;
    const { trainable = true, activityRegularizer }: LayerOptions = options;
    this.own = { layer: this, trainable };
    this.activityRegularizer = activityRegularizer ?? undefined;
  }

  get config(): Readonly<Record<string, unknown>> {
    const { trainable: _, ...rest } = this.given;
    return this.trainable ? rest : { ...rest, trainable: false };
  }

  get original(): Layer {
    return this.own.layer;
  }

  get trainable(): boolean {
    return this.own.trainable;
  }

  set trainable(value: boolean) {
    this.own.trainable = value;
  }

  get canAdapt(): boolean {
    return this.record.adapt !== undefined;
  }

  get adapted(): Readonly<Record<string, Tensor>> | undefined {
    return this.own.adapted;
  }

  adapt(data: ArrayInput): void {
    const where = this.givenName ?? this.kind;
    if (this.record.adapt === undefined) {
      throw new NeurogradError(
        "invalid_option",
        `${where}: has nothing to learn by adapt; only layers such as normalization do`,
      );
    }
    this.own.adapted = this.record.adapt(inputTensor(`${where}: adapt`, data), this.options, where);
  }

  weights(inputs: readonly TensorType[], where: string): WeightSpecs {
    return withRules(this.record.weights?.(this.options, inputs, where) ?? {}, this.options);
  }

  call(given: LayerInputs): CallResult {
    const { inputs, masks = inputs.map(() => null) } = given;
    const { trainable } = this;
    const context: CallContext<O> = { ...given, masks, trainable, x: inputs[0], options: this.options };
    const answer = this.record.call(context);
    const result = "outputs" in answer ? answer : { outputs: [answer] };
    const { mask } = this.record;
    if (mask === undefined) return result;
    return { ...result, masks: [mask === "pass" ? masks[0] : mask(context)] };
  }

  apply(given: Value | readonly Value[]): LayerSymbol {
    const where = this.givenName ?? this.kind;
    return applyLayer(this, asSymbols(where, given), where);
  }
}

/** One more use of a layer, maybe within a nested model of some name. `where` is what errors call it. */
export function applyLayer(
  layer: Layer,
  inputs: readonly LayerSymbol[],
  where: string,
  scope?: string,
): LayerSymbol {
  const types = inputs.map((x) => x.type);
  return symbolsOf(layer.original, inputs, outputTypes(layer, types, where), scope)[0];
}

/** The types of a layer's outputs, found by building its graph once on placeholders. */
export function outputTypes(
  layer: Layer,
  inputs: readonly TensorType[],
  where: string,
): readonly TensorType[] {
  const specs = Object.entries(layer.weights(inputs, where));
  const weights = Object.fromEntries(
    specs.map(([name, { shape }]) => [name, graphInput(name, { dtype: "float32", shape })]),
  );
  const values = inputs.map((type, i) => graphInput(`x${i}`, type));
  return layer
    .call({ inputs: values, weights, training: false, random: noRandom, name: where })
    .outputs.map((value) => value.type);
}

const noRandom: LayerRandom = {
  uniform: () => {
    throw new NeurogradError(
      "invalid_option",
      "random: random numbers are for training only; ask for them where `training` is true",
    );
  },
  normal: () => noRandom.uniform([]),
};

export { noRandom };

/** Random numbers of one layer: the calls within it are numbered, so that each has its own stream. */
export function layerRandom(name: string, seed: Value, step: Value): LayerRandom {
  let calls = 0;
  const key = (): RandomKey => ({ seed, step, path: `${name}/${calls++}` });
  return { uniform: (shape) => randomUniform(shape, key()), normal: (shape) => randomNormal(shape, key()) };
}
