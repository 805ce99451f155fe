import { NeurogradError } from "../core/errors.js";
import { decodeMessage } from "./decode.js";
import { encodeMessage } from "./encode.js";
import { foreignKind } from "./file-kind.js";
import { type ModelProto, modelSchema, type TensorProto, tensorSchema } from "./messages.js";

/**
 * An ONNX model as the bytes of its file. The same model gives the same bytes.
 *
 * Throws `file_too_large` above 2 GiB; `value_out_of_range` for a number that its field cannot hold.
 */
export function encodeModel(model: ModelProto): Uint8Array {
  return encodeMessage(modelSchema, model);
}

/**
 * The model that the bytes of an ONNX file hold. Tensors share memory with `bytes` until `tensorFromProto` copies them.
 *
 * Throws `not_onnx` for another kind of file, saying which; `invalid_onnx` for a damaged model, saying where;
 * `file_too_large` above 2 GiB.
 */
export function decodeModel(bytes: Uint8Array): ModelProto {
  if (bytes.length === 0) throw notOnnx("the file is empty (0 bytes)", "fetch or export it again");
  let model: ModelProto;
  try {
    model = decodeMessage(modelSchema, bytes);
  } catch (error) {
    throw foreign(bytes) ?? error;
  }
  if (model.graph !== undefined) return model;
  throw (
    foreign(bytes) ??
    new NeurogradError(
      "invalid_onnx",
      `ModelProto: ${bytes.length.toLocaleString("en-US")} bytes without a graph; the file is damaged or cut short: fetch or export it again`,
    )
  );
}

/** The tensor in the bytes of a `.pb` file, as ONNX's test data has them. Throws `invalid_onnx`. */
export function decodeTensor(bytes: Uint8Array): TensorProto {
  return decodeMessage(tensorSchema, bytes);
}

/** `not_onnx`, if the bytes are those of something else: every ONNX writer begins with `irVersion`, field 1. */
function foreign(bytes: Uint8Array): NeurogradError | undefined {
  const kind = foreignKind(bytes);
  if (kind !== undefined) return notOnnx(`this is ${kind.is}`, kind.remedy);
  if (bytes[0] === 0x08) return undefined;
  const head = Array.from(bytes.subarray(0, 8), (b) => b.toString(16).padStart(2, "0")).join(" ");
  return notOnnx(`the file begins with the bytes ${head}`, "give the .onnx file that the exporter wrote");
}

function notOnnx(what: string, remedy: string): NeurogradError {
  return new NeurogradError("not_onnx", `not an ONNX model: ${what}; ${remedy}`);
}
