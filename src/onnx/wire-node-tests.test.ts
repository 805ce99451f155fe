import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { readTarGz } from "../../test/support/tar.js";
import { NeurogradError } from "../core/errors.js";
import { decodeMessage } from "./decode.js";
import { encodeMessage } from "./encode.js";
import {
  optionalSchema,
  sequenceSchema,
  type TypeProto,
  tensorSchema,
  type ValueInfoProto,
} from "./messages.js";
import { tensorFromProto } from "./tensor-from-proto.js";
import { tensorToProto } from "./tensor-proto.js";
import { decodeModel, decodeTensor, encodeModel } from "./wire.js";

/** The node tests that ONNX publishes: 1,802 models with inputs and outputs, written by the `onnx` package. */
const archive = fileURLToPath(new URL("../../../shared/data/onnx-node-tests.tar.gz", import.meta.url));
const isHere = existsSync(archive);
if (!isHere) console.log(`SKIPPED: the ONNX node tests; ${archive} is absent`);

test.skipIf(!isHere)(
  "ONNX's node tests: every model, tensor, sequence and optional is read and written byte for byte",
  () => {
    const files = readTarGz(archive);
    const counts = { models: 0, tensors: 0, sequences: 0, optionals: 0, unsupported: 0 };
    for (const [path, bytes] of files) {
      if (!path.endsWith("/model.onnx")) continue;
      const model = decodeModel(bytes);
      expectEqual(decodeModel(encodeModel(model)), model, path);
      expectSameBytes(encodeModel(model), bytes, path);
      counts.models++;
      const folder = path.slice(0, -"model.onnx".length);
      for (const [name, type] of dataFiles(folder, model.graph ?? {}, files))
        checkData(name, type, files, counts);
    }
    expect(counts).toEqual({ models: 1802, tensors: 6144, sequences: 48, optionals: 9, unsupported: 229 });
  },
);

type Files = ReadonlyMap<string, Uint8Array>;
interface Graph {
  readonly input?: readonly ValueInfoProto[] | undefined;
  readonly output?: readonly ValueInfoProto[] | undefined;
}

function* dataFiles(
  folder: string,
  { input = [], output = [] }: Graph,
  files: Files,
): Iterable<[string, TypeProto]> {
  for (let set = 0; files.has(`${folder}test_data_set_${set}/output_0.pb`); set++) {
    for (const [stem, list] of [
      ["input", input],
      ["output", output],
    ] as const) {
      for (const [i, { type = {} }] of list.entries())
        yield [`${folder}test_data_set_${set}/${stem}_${i}.pb`, type];
    }
  }
}

function checkData(path: string, type: TypeProto, files: Files, counts: Record<string, number>): void {
  const bytes = files.get(path) ?? new Uint8Array();
  if (type.tensorType !== undefined) {
    counts.tensors++;
    expectSameBytes(checkTensor(bytes, path, counts), bytes, path);
  } else {
    const schema = type.sequenceType === undefined ? optionalSchema : sequenceSchema;
    counts[type.sequenceType === undefined ? "optionals" : "sequences"]++;
    expectSameBytes(encodeMessage(schema, decodeMessage(schema, bytes)), bytes, path);
  }
}

/** Also takes the tensor through ours and back: the numbers stay, whatever dtype holds them. */
function checkTensor(bytes: Uint8Array, path: string, counts: Record<string, number>): Uint8Array {
  const proto = decodeTensor(bytes);
  try {
    const ours = tensorFromProto(proto, path);
    const again = tensorFromProto(tensorToProto(ours, ""), path);
    expectEqual(again, ours, path);
    expectEqual(again.shape, proto.dims ?? [], path);
  } catch (error) {
    if (!(error instanceof NeurogradError) || error.code !== "unsupported_dtype") throw error;
    counts.unsupported++; // float8, float4, int4, int2, …
  }
  return encodeMessage(tensorSchema, proto);
}

/** What `expect` would take seconds for, over all files. */
function expectEqual(got: unknown, expected: unknown, path: string): void {
  if (!isDeepStrictEqual(got, expected)) expect(got, path).toEqual(expected);
}

function expectSameBytes(got: Uint8Array, expected: Uint8Array, path: string): void {
  expectEqual(Buffer.from(got).toString("hex"), Buffer.from(expected).toString("hex"), path);
}
