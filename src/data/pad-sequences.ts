import { type DType, zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { type Nested, sizeOf, Tensor, type TypedArray, tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";

export interface PadSequencesOptions {
  /** Default: the longest sequence. */
  readonly maxlen?: number | undefined;
  /** Default `int32`. */
  readonly dtype?: DType | undefined;
  /** Where to pad. Default `pre`. */
  readonly padding?: "pre" | "post" | undefined;
  /** Where to cut sequences that are longer than `maxlen`. Default `pre`: their last items stay. */
  readonly truncating?: "pre" | "post" | undefined;
  /** What to pad with. Default 0. */
  readonly value?: number | undefined;
}

/**
 * Sequences of different lengths as one tensor: cut to `maxlen` and filled up with `value`.
 *
 * Shape   n sequences [lengthᵢ, *] → [n, maxlen, *].
 * Throws  `empty_data` for no sequences; `shape_mismatch` where items differ in shape; `invalid_option`.
 * Source  Keras's pad_sequences.
 *
 * @example padSequences([[1], [2, 3]], { padding: "post" }).toArray()   // [[1, 0], [2, 3]]
 */
export function padSequences(
  sequences: readonly (TypedArray | Tensor | readonly Nested[])[],
  { maxlen, dtype = "int32", padding = "pre", truncating = "pre", value = 0 }: PadSequencesOptions = {},
): Tensor {
  if (sequences.length === 0) {
    throw new NeurogradError("empty_data", "padSequences: there are no sequences; give at least one");
  }
  if (maxlen !== undefined && !(Number.isInteger(maxlen) && maxlen > 0)) {
    throw new NeurogradError(
      "invalid_option",
      `padSequences: maxlen is ${maxlen}; give a whole number from 1 on`,
    );
  }
  if (dtype === "string" || dtype === "float16") {
    throw new NeurogradError(
      "invalid_option",
      `padSequences: dtype ${dtype} cannot be padded; use int32 or float32`,
    );
  }
  const tensors = sequences.map((sequence, i) => asTensor(sequence, i, dtype));
  const sample = tensors.find(({ size }) => size > 0)?.shape.slice(1) ?? [];
  const length = maxlen ?? Math.max(...tensors.map(({ shape }) => shape[0]));
  const stride = sizeOf(sample);
  const out = zerosOf(dtype, tensors.length * length * stride) as Float32Array; // of the same dtype as each sequence
  out.set(tensor([value], { dtype }).data as Float32Array);
  if (out.length > 0) out.fill(out[0]);
  for (const [i, x] of tensors.entries()) {
    if (x.size === 0) continue;
    if (x.shape.slice(1).join() !== sample.join()) {
      throw new NeurogradError(
        "shape_mismatch",
        `padSequences: items of sequence ${i} have shape [${x.shape.slice(1).join(", ")}], others [${sample.join(", ")}]; give items of one shape`,
      );
    }
    const kept = truncating === "pre" ? x.slice(-length) : x.slice(0, length);
    const start = padding === "pre" ? length - kept.shape[0] : 0;
    out.set(kept.data as Float32Array, (i * length + start) * stride);
  }
  return new Tensor(out, [tensors.length, length, ...sample], dtype);
}

function asTensor(sequence: ArrayInput, i: number, dtype: DType): Tensor {
  const x = tensor(inputTensor(`padSequences: sequence ${i}`, sequence), { dtype });
  if (x.shape.length > 0) return x;
  throw new NeurogradError("shape_mismatch", `padSequences: sequence ${i} is a single number; give a list`);
}
