import type { Value } from "../core/graph.js";
import { type Factory, factory, toConfig, withDefaults } from "./config.js";

/** A loss: one number for each example (and position), from targets and predictions. */
export interface Loss {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Values before averaging: the shape of the predictions without the last axis (or as the loss says). */
  perExample(yTrue: Value, yPred: Value): Value;
  /** Targets are class numbers: they are checked against the size of the predictions' axis of classes. */
  readonly hasClassTargets: boolean;
  /** The axis of classes, by default the last, and the number that stands for no class. */
  readonly classes?: ClassAxis | undefined;
}
export interface ClassAxis {
  readonly axis: number;
  readonly ignored: number | null;
}

export interface LossRecord<O extends object> {
  readonly defaults: Required<O>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  readonly perExample: (context: {
    readonly yTrue: Value;
    readonly yPred: Value;
    readonly options: Required<O>;
  }) => Value;
  /** Targets are class indices: they are checked against the number of classes before training. */
  readonly hasClassTargets?: true;
  readonly classes?: (options: Required<O>) => ClassAxis;
}

/** Makes a loss from its record; what it gives is the function users call: `huber({ delta: 2 })`. */
/* @__NO_SIDE_EFFECTS__ */
export function defineLoss<O extends object>(
  kind: string,
  { defaults, check, perExample, hasClassTargets, classes }: LossRecord<O>,
): Factory<O, Loss> {
  const make = (given = {} as O): Loss => {
    const options = withDefaults(kind, given, defaults) as Required<O>; // every option of a loss has a default
    check?.(options, kind);
    return {
      kind,
      config: toConfig(given),
      hasClassTargets: hasClassTargets === true,
      classes: classes?.(options),
      perExample: (yTrue, yPred) => perExample({ yTrue, yPred, options }),
    };
  };
  return factory(make, { kind, defaults });
}
