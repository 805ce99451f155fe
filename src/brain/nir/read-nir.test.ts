import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { nirPath } from "../../../golden/read-nir.js";
import { Tensor, tensor } from "../../core/tensor.js";
import { treeBytes } from "./hdf5-tree.js";
import { type NirGraph, nirFromJson, nirToJson, readNir, writeNir } from "./index.js";
import { integerTensor, type NirTree, textTensor } from "./nir-tree.js";

const names = ["lif", "recurrent", "conv", "kinds", "old"] as const;
const failure = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "no error",
    (error: Error) => error.message,
  );

const bytesIn = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

describe("files that h5py wrote", () => {
  test("the LIF of the NIR paper: every field, its type and its numbers", async () => {
    const one = (value: number): Tensor => new Tensor(Float32Array.of(value), [1], "float32");
    expect(await readNir(nirPath("lif"))).toEqual({
      type: "NIRGraph",
      version: "1.0.8",
      nodes: {
        input: { type: "Input", shape: [1] },
        affine: { type: "Affine", weight: tensor([[1]]), bias: one(0) },
        lif: {
          type: "LIF",
          tau: one(0.0025),
          r: one(1),
          vLeak: one(0),
          vThreshold: one(0.1),
          vReset: one(0),
          metadata: { note: "Pedersen et al. 2024" },
        },
        output: { type: "Output", shape: [1] },
      },
      edges: [
        ["input", "affine"],
        ["affine", "lif"],
        ["lif", "output"],
      ],
    } satisfies NirGraph);
  });

  test("all types, a graph in a graph, metadata of every sort", async () => {
    const { nodes, metadata } = await readNir(nirPath("kinds"));
    const { inner, conv, flatten } = nodes;
    expect(inner.type === "NIRGraph" && inner.edges).toEqual([
      ["in", "cuba"],
      ["cuba", "out"],
    ]);
    expect(conv).toMatchObject({ inputShape: [10], stride: [2], padding: [1], dilation: [1], groups: 1 });
    expect(flatten).toEqual({ type: "Flatten", startDim: 0, endDim: 1, inputType: [3, 5] });
    expect(metadata).toEqual({
      author: "golden",
      count: integerTensor([3], []),
      rate: 0.25,
      list: new Tensor(Float64Array.of(1.5, 2.5), [2], "float64"),
      inner: { deep: "yes" },
    });
  });

  test("an early file: what it leaves out is filled in, big-endian numbers turned round", async () => {
    const { nodes, version } = await readNir(nirPath("old"));
    expect(version).toBe("0.2");
    expect(nodes[1]).toMatchObject({
      weight: tensor([
        [
          [
            [1, 1],
            [1, 1],
          ],
        ],
      ]),
      stride: [2, 2],
      padding: [0, 0],
    }); // prettier-ignore
    const threshold = tensor(
      [
        [
          [1, 1],
          [1, 1],
        ],
      ],
      { dtype: "float64" },
    ); // prettier-ignore
    expect(nodes[2]).toMatchObject({
      vThreshold: threshold,
      vReset: tensor(new Float64Array(4), { shape: [1, 2, 2] }),
    });
    expect(nodes[4]).toMatchObject({
      vReset: tensor(0, { dtype: "float64" }),
      wIn: tensor(1, { dtype: "float64" }),
    });
  });
});

describe("round trips, bit for bit", () => {
  test.each(names)("%s: HDF5 and back, JSON and back", async (name) => {
    const graph = await readNir(nirPath(name));
    const bytes = await writeNir(graph);
    expect(await readNir(bytes)).toEqual(graph);
    expect(nirFromJson(nirToJson(graph))).toEqual(graph);
  });

  test("numbers that JSON has no word for, a graph without edges, a single number", async () => {
    const odd = Float64Array.of(NaN, Infinity, -Infinity, -0, 5e-324, 0.1);
    const graph: NirGraph = {
      type: "NIRGraph",
      version: "1",
      nodes: {
        scale: { type: "Scale", scale: new Tensor(odd, [2, 3], "float64") },
        one: { type: "Threshold", threshold: tensor(0.1) },
        integers: {
          type: "Delay",
          delay: new Tensor(BigInt64Array.of(9007199254740993n, -1n), [2], "int64"),
        },
      },
      edges: [],
      metadata: { text: '雪 "quoted"', empty: "" },
    };
    expect(await readNir(await writeNir(graph))).toEqual(graph);
    expect(nirFromJson(nirToJson(graph))).toEqual(graph);
    expect(JSON.parse(nirToJson(graph)).format).toBe("neurograd-nir-json 1 (not part of the NIR standard)");
  });

  test("an array of several chunks is compressed", async () => {
    const data = Float32Array.from({ length: 1500 * 1000 }, (_, k) => (k % 1000) / 7);
    const weight = new Tensor(data, [1500, 1000], "float32");
    const bytes = await writeNir({ type: "NIRGraph", nodes: { big: { type: "Linear", weight } }, edges: [] });
    expect(bytes.length).toBeLessThan(200_000);
    const { big } = (await readNir(bytes)).nodes;
    if (big.type !== "Linear") throw new Error("another kind of node");
    expect(big.weight.shape).toEqual([1500, 1000]);
    expect(Buffer.compare(bytesIn(big.weight.data as Float32Array), bytesIn(data))).toBe(0);
  });

  test("to a file, and as a Blob or an ArrayBuffer", async () => {
    const folder = await mkdtemp(join(tmpdir(), "nir-"));
    try {
      const graph = await readNir(nirPath("lif"));
      const path = join(folder, "lif.nir");
      const bytes = await writeNir(graph, path);
      expect(await readNir(path)).toEqual(graph);
      expect(await readNir(new Blob([bytes.slice()]))).toEqual(graph);
      expect(await readNir(bytes.slice().buffer)).toEqual(graph);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("broken and hostile files", () => {
  const file = new Uint8Array(readFileSync(nirPath("lif")));
  const one = tensor([1]);
  const input = { type: textTensor("Input"), shape: integerTensor([1], [1]) };
  const graph = (nodes: NirTree, edges: readonly string[] = []): NirTree => ({
    version: textTensor("1"),
    node: {
      type: textTensor("NIRGraph"),
      nodes,
      edges: edges.length === 0 ? tensor([]) : new Tensor(edges, [edges.length / 2, 2], "string"),
    },
  });
  const lif = { type: textTensor("LIF"), tau: one, r: one, v_leak: one, v_threshold: one };

  test("bytes that are no HDF5, or not all of it", async () => {
    expect(await failure(readNir(new Uint8Array(0)))).toBe(
      "readNir: the file is empty; a .nir file begins with the bytes 89 48 44 46: fetch or write it again. (invalid_nir)",
    );
    expect(
      await failure(readNir(new TextEncoder().encode("version https://git-lfs.github.com/spec/v1"))),
    ).toBe(
      "readNir: the file is not an HDF5 file; a .nir file begins with the bytes 89 48 44 46: fetch or write it again. (invalid_nir)",
    );
    expect(await failure(readNir(file.subarray(0, 3000)))).toBe(
      "readNir: its texts are damaged (a global heap that does not add up); fetch or write it again. (invalid_nir)",
    );
    expect(await failure(readNir("absent.nir"))).toContain(
      "there is no such file; check the path. (file_not_found)",
    );
    expect(await failure(readNir(file.subarray(0, 1500)))).toBe(
      "readNir: HDF5 cannot read it (truncated file: eof = 1500, sblock->base_addr = 0, stored_eof = 38680); the file is damaged: fetch or write it again. (invalid_nir)",
    );
  });

  test("whatever byte is turned over, the answer is a graph or a coded error", async () => {
    const said = new Set<string>();
    for (let at = 0; at < 6000; at += 37) {
      const bytes = file.slice();
      bytes[at] ^= 0xff;
      said.add((await failure(readNir(bytes))).replace(/.*\((\w+)\)$/s, "$1"));
    }
    for (const code of said)
      expect(["no error", "invalid_nir", "unknown_kind", "unknown_name", "limit_exceeded"]).toContain(code);
    expect(said.size).toBeGreaterThan(2);
    expect(await readNir(file)).toBeDefined(); // and the library is as it was
  });

  test.each<[string, NirTree, string]>([
    [
      "another HDF5 file",
      { weights: one },
      'readNir: there is weights, but no group "node"; this is HDF5 of another kind: give a file written by NIR. (invalid_nir)',
    ],
    [
      "a node that is no graph",
      { node: lif },
      "readNir: the outermost node is a LIF, not a NIRGraph; put it into a graph with an Input and an Output. (invalid_nir)",
    ],
    [
      "an unknown type",
      graph({ a: { ...lif, type: textTensor("Lif") } }),
      'readNir: node/a: there is no NIR node "Lif"; did you mean "LIF"? known are Input, Output, Affine, Linear, Scale, Conv1d, Conv2d, Flatten, SumPool2d, AvgPool2d, Threshold, Delay, I, IF, LI, LIF, CubaLI, CubaLIF, NIRGraph. (unknown_kind)',
    ],
    [
      "a field of the wrong type",
      graph({ a: { ...lif, tau: textTensor("10 ms") } }),
      "readNir: node/a: LIF.tau: is string []; it must be an array of numbers. (invalid_nir)",
    ],
    [
      "a field that is not there",
      graph({ a: { type: textTensor("LI"), r: one, v_leak: one } }),
      'readNir: node/a: LI: the field "tau" is not there; write it, for nothing can stand for it. (invalid_nir)',
    ],
    [
      "a field too many",
      graph({ a: { ...lif, tau_mem: one } }),
      'readNir: node/a: LIF has no field "tau_mem"; its fields are tau, r, v_leak, v_threshold, v_reset, what is your own belongs into metadata. (invalid_nir)',
    ],
    [
      "numbers that do not fit",
      graph({ a: { ...lif, r: tensor([1, 2]), tau: tensor([1, 2, 3]) } }),
      "readNir/a: LIF: r is [2] beside [3]; all numbers of a neuron need one shape, or are single. (invalid_nir)",
    ],
    [
      "an edge to nowhere",
      graph({ input }, ["input", "lif"]),
      'readNir: edge input → lif: unknown name "lif"; use one of input. (unknown_name)',
    ],
    [
      "an edge to what every object has",
      graph({ input }, ["input", "constructor"]),
      'readNir: edge input → constructor: unknown name "constructor"; use one of input. (unknown_name)',
    ],
    [
      "no edges at all",
      { node: { type: textTensor("NIRGraph"), nodes: { input } } },
      'readNir: node: "edges" is not there; a NIRGraph needs pairs of names, string [edges, 2]. (invalid_nir)',
    ],
    [
      "a bias of another size",
      graph({ a: { type: textTensor("Affine"), weight: tensor([[1, 2]]), bias: tensor([1, 2]) } }),
      "readNir/a: Affine: the bias is [2] beside a weight [1, 2]; it must be [1]. (invalid_nir)",
    ],
    [
      "half a stride",
      graph({
        a: {
          type: textTensor("SumPool2d"),
          kernel_size: tensor([2, 2]),
          stride: tensor([1, 0.5]),
          padding: tensor([0, 0]),
        },
      }),
      "readNir: node/a: SumPool2d.stride: is float32 [2]: 1, 0.5; it must hold whole numbers. (invalid_nir)",
    ],
    [
      "a window of nothing",
      graph({
        a: {
          type: textTensor("SumPool2d"),
          kernel_size: tensor([2, 0]),
          stride: tensor([1, 1]),
          padding: tensor([0, 0]),
        },
      }),
      "readNir/a: SumPool2d.kernel_size: is 2, 0; it must be at least 1. (invalid_nir)",
    ],
  ])("%s", async (_, tree, message) => {
    expect(await failure(readNir(await treeBytes(tree)))).toBe(message);
  });

  test("sizes are looked at before memory is asked for", async () => {
    const bytes = await treeBytes(
      graph({
        a: { type: textTensor("Linear"), weight: new Tensor(new Float32Array(1e6), [1000, 1000], "float32") },
      }),
    ); // prettier-ignore
    expect(bytes.length).toBeLessThan(20_000);
    expect(await failure(readNir(bytes, { maxBytes: 1e6 }))).toBe(
      "/node/nodes/a/weight: [1000, 1000] would make more than 1000000 bytes; pass maxBytes if you trust the file. (limit_exceeded)",
    );
  });

  test("what cannot be written", async () => {
    const named = (name: string): NirGraph => ({
      type: "NIRGraph",
      nodes: { [name]: { type: "Input", shape: [1] } },
      edges: [],
    });
    expect(await failure(writeNir(named("a/b")))).toBe(
      'writeNir: a node cannot be named "a/b", for HDF5 reads a way in it; leave out / and a lone dot. (invalid_option)',
    );
    const half: NirGraph = {
      type: "NIRGraph",
      nodes: { a: { type: "Scale", scale: tensor([1], { dtype: "float16" }) } },
      edges: [],
    };
    expect(await failure(writeNir(half))).toBe(
      "writeNir: a.scale: is float16, which h5wasm does not write; make it float32. (dtype_mismatch)",
    );
  });

  test.each<[string, string, string]>([
    ["no JSON", "nir", "(invalid_nir)"],
    [
      "another format",
      "{}",
      'nirFromJson: "format" is not "neurograd-nir-json 1 (not part of the NIR standard)"; give what nirToJson wrote. (invalid_nir)',
    ],
    [
      "data that do not fill their shape",
      '{"format": "neurograd-nir-json 1 (not part of the NIR standard)", "node": {"x": {"@dtype": "float32", "shape": [1e15], "data": []}}}',
      'nirFromJson: node: x: an array needs "@dtype" (bool, uint8, int32, uint32, int64, float32, float64, string), "shape" and as many "data"; give what nirToJson wrote. (invalid_nir)',
    ],
    [
      "a text among numbers",
      '{"format": "neurograd-nir-json 1 (not part of the NIR standard)", "node": {"x": {"@dtype": "float32", "shape": [1], "data": ["one"]}}}',
      'nirFromJson: node: x: element 0 is "one"; an array of float32 holds numbers. (invalid_nir)',
    ],
  ])("JSON: %s", (_, text, message) => {
    expect(() => nirFromJson(text)).toThrow(message);
  });
});

test("without h5wasm: what to install, and JSON goes on working", async () => {
  vi.resetModules();
  vi.doMock("h5wasm", () => {
    throw new Error("Cannot find package 'h5wasm'");
  });
  try {
    const fresh = await import("./index.js");
    expect(await failure(fresh.readNir(nirPath("lif")))).toBe(
      'nir: .nir files need the package h5wasm, which is not installed or does not load here; run "npm install h5wasm", or use nirToJson and nirFromJson. (package_missing)',
    );
    const text = fresh.nirToJson({
      type: "NIRGraph",
      nodes: { a: { type: "Input", shape: [1] } },
      edges: [],
    });
    expect(fresh.nirFromJson(text).version).toBe("1.0.8");
  } finally {
    vi.doUnmock("h5wasm");
  }
});
