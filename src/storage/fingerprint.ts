import { type ArrayInput, inputTensor } from "../data/array-input.js";
import { tensorToProto } from "../onnx/tensor-proto.js";
import { encode } from "./files.js";
import { hashOf } from "./manifest.js";

/** What data a run had: equal if and only if names, dtypes, shapes and every number are. */
export interface DataFingerprint {
  readonly sha256: string;
  /** Dtype and shape by name, for people. */
  readonly arrays: Readonly<Record<string, string>>;
}

/**
 * SHA-256 over named arrays.
 *
 * @example await fingerprint({ x: xTrain, y: yTrain })
 */
export async function fingerprint(arrays: Readonly<Record<string, ArrayInput>>): Promise<DataFingerprint> {
  const lines: string[] = [];
  const described: [string, string][] = [];
  for (const [name, array] of Object.entries(arrays)) {
    const value = inputTensor(`fingerprint: ${name}`, array);
    const about = `${value.dtype} [${value.shape.join(", ")}]`;
    const numbers = tensorToProto(value, name).rawData ?? encode(JSON.stringify(value.data)); // strings have no raw form
    described.push([name, about]);
    lines.push(`${JSON.stringify(name)} ${about} ${await hashOf(numbers)}\n`);
  }
  return { sha256: await hashOf(encode(lines.join(""))), arrays: Object.fromEntries(described) };
}
