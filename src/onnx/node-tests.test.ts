import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readTarGz } from "../../test/support/tar.js";
import { NeurogradError } from "../core/errors.js";
import { evaluateGraph } from "../core/evaluate.js";
import { onnxDType } from "../core/onnx-dtype.js";
import type { Tensor } from "../core/tensor.js";
import type { ModelProto, TensorProto, ValueInfoProto } from "./messages.js";
import { modelToGraph, type OnnxFile } from "./read.js";
import { readers } from "./readers.js";
import { tensorFromProto } from "./tensor-from-proto.js";
import { decodeModel, decodeTensor } from "./wire.js";

/** The node tests that ONNX publishes: small models with inputs and outputs, written by the `onnx` package. */
const archive = fileURLToPath(new URL("../../../shared/data/onnx-node-tests.tar.gz", import.meta.url));
const isHere = existsSync(archive);
if (!isHere) console.log(`SKIPPED: the ONNX node tests; ${archive} is absent`);
const files = isHere ? readTarGz(archive) : new Map<string, Uint8Array>();

interface Case {
  readonly name: string;
  readonly folder: string;
  readonly model: ModelProto;
}

/** The cases of which every operator and every element type is one of ours. */
function* casesOfOurs(): Iterable<Case> {
  const dtypes = new Set(Object.values(onnxDType));
  for (const [path, bytes] of files) {
    const [, folder, name] = /^(.*\/(test_\w+)\/)model\.onnx$/.exec(path) ?? [];
    if (name === undefined) continue;
    const model = decodeModel(bytes);
    const { node = [], input = [], output = [] } = model.graph ?? {};
    const isOurs = node.every((n) => !n.domain && readers.has(n.opType ?? ""));
    const isTyped = [...input, ...output].every((info) => dtypes.has(info.type?.tensorType?.elemType ?? 0));
    if (isOurs && isTyped) yield { name, folder, model };
  }
}

function tensors(folder: string, stem: "input" | "output", infos: readonly ValueInfoProto[]): TensorProto[] {
  return infos.map(({ name = "" }, i) => ({
    ...decodeTensor(files.get(`${folder}${stem}_${i}.pb`) ?? new Uint8Array()),
    name,
  }));
}

/** The model read with the inputs from `first` on as constants: some operators (Reshape, Slice, …) need them so. */
function readWithConstants(model: ModelProto, inputs: readonly TensorProto[], first: number): OnnxFile {
  const graph = model.graph ?? {};
  const initializer = [...(graph.initializer ?? []), ...inputs.slice(first)];
  // The operators that we have changed between our newest opset and the archive's only by element types.
  const opsetImport = (model.opsetImport ?? []).map((o) => ({
    ...o,
    version: Math.min(Math.max(o.version ?? 0, 7), 24),
  }));
  return modelToGraph({ ...model, opsetImport, graph: { ...graph, initializer } });
}

function read(model: ModelProto, inputs: readonly TensorProto[]): OnnxFile {
  for (const first of [inputs.length, 1]) {
    try {
      return readWithConstants(model, inputs, first);
    } catch (error) {
      if (!(error instanceof NeurogradError) || error.code !== "unsupported_operator") throw error;
    }
  }
  return readWithConstants(model, inputs, 0);
}

function runCase({ folder, model }: Case): void {
  const { input = [], output = [] } = model.graph ?? {};
  for (let set = 0; files.has(`${folder}test_data_set_${set}/output_0.pb`); set++) {
    const data = `${folder}test_data_set_${set}/`;
    const inputs = tensors(data, "input", input);
    const { graph, weights } = read(model, inputs);
    const feeds = Object.fromEntries(inputs.map((p) => [p.name ?? "", tensorFromProto(p, p.name ?? "")]));
    const results = evaluateGraph(graph, { ...feeds, ...weights });
    for (const proto of tensors(data, "output", output)) {
      const name = proto.name ?? "";
      expectTensor(results[name], tensorFromProto(proto, name), name);
    }
  }
}

/** Equal within the rounding of the dtype; the expected numbers were computed in it. */
function expectTensor(got: Tensor, expected: Tensor, name: string): void {
  expect([got.dtype, ...got.shape], name).toEqual([expected.dtype, ...expected.shape]);
  const tolerance = expected.dtype === "float16" ? 2e-3 : 1e-5;
  const [a, b] = [got.toFloat64(), expected.toFloat64()];
  for (const [i, e] of b.entries()) {
    if (Object.is(a[i], e) || a[i] === e) continue;
    expect(Math.abs(a[i] - e), `${name}[${i}]: got ${a[i]}, expected ${e}`).toBeLessThanOrEqual(
      tolerance * (0.1 + Math.abs(e)),
    );
  }
}

/** What we do not do: run as expected failures, so that one that begins to pass is noticed. */
const exceptions: readonly { readonly reason: string; readonly tests: readonly string[] }[] = [
  {
    reason: "the reference evaluator holds no strings",
    tests: ["test_equal_string", "test_equal_string_broadcast"],
  },
  {
    reason: "the indices of a maximum are refused, and whole numbers",
    tests: [
      "test_maxpool_with_argmax_2d_precomputed_pads",
      "test_maxpool_with_argmax_2d_precomputed_strides",
      "test_maxpool_2d_uint8",
    ],
  },
  {
    reason: "its expected numbers are rounded to four decimals",
    tests: ["test_averagepool_2d_ceil_last_window_starts_on_pad"],
  },
  { reason: "batch_dims is refused", tests: ["test_gathernd_example_int32_batch_dim1"] },
  { reason: "Scan of opset 8, with its batch axis, is refused", tests: ["test_scan_sum"] },
  {
    reason: "scatters replace or add; other reductions are refused",
    tests: [
      "test_scatter_elements_with_reduction_max",
      "test_scatter_elements_with_reduction_min",
      "test_scatter_elements_with_reduction_mul",
      "test_scatternd_max",
      "test_scatternd_max_with_element_indices",
      "test_scatternd_min",
      "test_scatternd_min_with_element_indices",
      "test_scatternd_multiply",
    ],
  },
];

describe.skipIf(!isHere)("the ONNX node tests of our operators, in the reference evaluator", () => {
  const cases = [...casesOfOurs()];
  const reasons = new Map(exceptions.flatMap(({ reason, tests }) => tests.map((name) => [name, reason])));
  test("are many, and every exception is one of them", () => {
    expect(cases.length).toBeGreaterThan(550);
    const names = new Set(cases.map(({ name }) => name));
    expect([...reasons.keys()].filter((name) => !names.has(name))).toEqual([]);
  });
  for (const one of cases) {
    const reason = reasons.get(one.name);
    if (reason === undefined) test(one.name, () => runCase(one));
    else test.fails(`${one.name}: ${reason}`, () => runCase(one));
  }
});
