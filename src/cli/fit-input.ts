import { NeurogradError } from "../core/errors.js";
import { formatType, type Value } from "../core/graph.js";
import { formatShape } from "../core/size.js";
import { castTensor, type Tensor } from "../core/tensor.js";
import { CommandError } from "./command-error.js";
import type { Messages } from "./messages.js";

/**
 * Numbers in the shape and dtype of a model's input: one example gets an axis of examples, and examples whose numbers are
 * as many as the model's are put in its shape. Throws a `CommandError`.
 */
export function fitInput(path: string, x: Tensor, { shape, dtype, type }: Value, say: Messages): Tensor {
  const [batch, ...example] = shape;
  const fits = (got: readonly number[]): boolean =>
    got.length === shape.length &&
    example.every((size, k) => typeof size !== "number" || size === got[k + 1]) &&
    (typeof batch !== "number" || got[0] % batch === 0);
  const isOpen = example.some((size) => typeof size !== "number");
  const sizes = isOpen ? [] : (example as readonly number[]); // all are numbers
  const each = sizes.reduce((a, b) => a * b, 1);
  const reshaped =
    isOpen || (x.size !== each && x.shape[0] * each !== x.size) ? [] : [[x.size / each, ...sizes]];
  if (x.size === 0) throw new CommandError(say.emptyInput(path));
  const fitting = [x.shape, [1, ...x.shape], ...reshaped].find(fits);
  if (fitting === undefined)
    throw new CommandError(say.badInput(path, `[${x.shape.join(", ")}]`, formatShape(shape)));
  try {
    return castTensor(x, dtype).reshape(fitting);
  } catch (error) {
    if (!(error instanceof NeurogradError)) throw error;
    throw new CommandError(say.badType(path, x.dtype, formatType(type)), undefined, { cause: error });
  }
}
