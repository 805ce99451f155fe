import { unknownName } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import { toConfig } from "./config.js";

/** A loss: one number for each example (and position), from targets and predictions. */
export interface Loss {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Values before averaging: the shape of the predictions without the last axis (or as the loss says). */
  perExample(yTrue: Value, yPred: Value): Value;
  /** Number of classes an integer target may name, given the predictions' last axis; undefined: targets are no classes. */
  readonly hasClassTargets: boolean;
}

export interface LossRecord<O extends object> {
  readonly defaults: Required<O>;
  readonly check?: (options: O, where: string) => void;
  readonly perExample: (context: {
    readonly yTrue: Value;
    readonly yPred: Value;
    readonly options: Required<O>;
  }) => Value;
  /** Targets are class indices: they are checked against the number of classes before training. */
  readonly hasClassTargets?: true;
}

/** Makes a loss from its record; what it gives is the function users call: `huber({ delta: 2 })`. */
export function defineLoss<O extends object>(
  kind: string,
  { defaults, check, perExample, hasClassTargets = false as true }: LossRecord<O>,
): (options?: O) => Loss {
  return (given = {} as O) => {
    for (const key of Object.keys(given))
      if (!(key in defaults)) throw unknownName(`${kind}: option`, key, Object.keys(defaults));
    const options = { ...defaults, ...given };
    check?.(options, kind);
    return {
      kind,
      config: toConfig(given),
      hasClassTargets,
      perExample: (yTrue, yPred) => perExample({ yTrue, yPred, options }),
    };
  };
}
