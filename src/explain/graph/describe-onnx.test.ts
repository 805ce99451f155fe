import { describe, expect, test } from "vitest";
import { input, layers, sequential, setSeed, tensor } from "../../index.js";
import { encodeModel } from "../../onnx/wire.js";
import { describeOnnx, graphToOnnx } from "./describe-onnx.js";
import { stepGraph } from "./step-graph.js";

function network() {
  setSeed(1);
  const net = sequential([
    input({ shape: [8, 8, 1] }),
    layers.conv2d({ filters: 2, kernelSize: 3, activation: "relu", name: "conv" }),
    layers.flatten(),
    layers.dense({ units: 3, activation: "softmax", name: "last" }),
  ]);
  net.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", runtime: "reference" });
  return net;
}

describe("describeOnnx", () => {
  test("a file of net.save: each node as it stands there, its types, its weights", async () => {
    const net = network();
    const found = describeOnnx(await net.toBytes());
    const { nodes, outputs } = found.description;
    expect(found).toMatchObject({
      producer: "neurograd",
      opset: 20,
      problem: undefined,
      parameters: expect.any(Number),
    });
    const conv = nodes.find(({ op }) => op === "Conv");
    expect(conv).toMatchObject({
      layer: "conv",
      kind: "operator",
      role: "forward",
      outputs: [{ dtype: "float32" }],
    });
    expect(conv?.outputs[0].shape).toBe("[batch, 2, 6, 6]");
    for (const { id, inputs } of nodes) for (const port of inputs) expect(port?.node).toBeLessThan(id);
    const kernel = nodes.find(({ op }) => op === "last/kernel");
    expect(found.tensorOf(kernel?.id ?? -1)?.data).toEqual(net.getWeights()[2].data);
    expect(found.tensorOf(conv?.id ?? -1)).toBeUndefined();
    expect(nodes[Object.values(outputs)[0].node].op).toBe("Softmax");
    expect(found.read?.nodes).toBeGreaterThanOrEqual(found.read?.simplified ?? Infinity);
  });

  test("a training step, written by graphToOnnx, is read again", () => {
    const x = tensor(new Float32Array(2 * 64).fill(0.5), { shape: [2, 8, 8, 1] });
    const { graph } = stepGraph(network(), x, tensor([0, 2], { dtype: "int32" }));
    const { description, problem } = describeOnnx(graphToOnnx(graph));
    expect(problem).toBeUndefined();
    expect(Object.keys(description.outputs)).toContain("next/conv/kernel");
    expect(new Set(description.nodes.map(({ layer }) => layer))).toContain("optimizer");
  });

  test.each([
    { input: ["h"], code: "unsupported_operator", says: "operator Fancy (opset 20) is not supported" },
    { input: ["h", "nowhere"], code: "invalid_onnx", says: '"nowhere" is made by no node' },
  ])(
    "an operator that is unknown is shown and named, a missing input too: $code",
    ({ input, code, says }) => {
      const bytes = encodeModel({
        irVersion: 9,
        opsetImport: [{ domain: "", version: 20 }],
        graph: {
          input: [{ name: "x", type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 4 }] } } } }],
          node: [
            { opType: "Relu", name: "a", input: ["x"], output: ["h"] },
            {
              opType: "Fancy",
              name: "block/b",
              input,
              output: ["y"],
              attribute: [{ name: "k", i: 3, type: 2 }],
            },
          ],
          output: [{ name: "y" }],
        },
      });
      const { description, problem, read } = describeOnnx(bytes);
      expect(problem?.code).toBe(code);
      expect(problem?.message).toContain(says);
      expect(read).toBeUndefined();
      expect(description.nodes[2]).toMatchObject({
        op: "Fancy",
        layer: "block",
        attributes: [{ name: "k", value: "3" }],
        inputs: [{ node: 1, output: 0 }, null].slice(0, input.length),
      });
    },
  );

  test("what a body uses of the graph around it leads into its node", () => {
    const body = {
      node: [{ opType: "Add", input: ["inside", "outer"], output: ["sum"] }],
      input: [{ name: "inside" }],
      output: [{ name: "sum" }],
    };
    const bytes = encodeModel({
      irVersion: 9,
      opsetImport: [{ domain: "", version: 20 }],
      graph: {
        input: [{ name: "outer" }, { name: "xs" }],
        node: [
          { opType: "Scan", input: ["xs"], output: ["y"], attribute: [{ name: "body", g: body, type: 5 }] },
        ],
        output: [{ name: "y" }],
      },
    });
    const { description } = describeOnnx(bytes);
    expect(description.nodes[2].inputs).toEqual([
      { node: 1, output: 0 },
      { node: 0, output: 0 },
    ]);
    expect(description.nodes[2].attributes).toEqual([{ name: "body", value: "a graph of 1 node" }]);
  });

  test("every file cut short is refused by a sentence, or shown", async () => {
    const bytes = await network().toBytes();
    for (let length = 0; length < bytes.length; length += 37) {
      try {
        for (const { id, inputs } of describeOnnx(bytes.subarray(0, length)).description.nodes)
          for (const port of inputs) if (port) expect(port.node).toBeLessThan(id);
      } catch (error) {
        expect((error as { code?: string }).code).toMatch(/^(not_onnx|invalid_onnx)$/);
      }
    }
  });

  test("bytes turned over: a description or a sentence with its code, never anything else", async () => {
    const bytes = await network().toBytes();
    let damaged = 0;
    for (let k = 0; k < 400; k++) {
      const copy = bytes.slice();
      copy[(k * 7919) % copy.length] ^= 1 << (k % 8);
      try {
        const { description, problem } = describeOnnx(copy);
        for (const { id, inputs } of description.nodes)
          for (const port of inputs) if (port) expect(port.node).toBeLessThan(id);
        if (problem) damaged++;
      } catch (error) {
        expect((error as { code?: string }).code).toMatch(/^(not_onnx|invalid_onnx)$/);
        damaged++;
      }
    }
    expect(damaged).toBeGreaterThan(50);
  });

  test("a few bytes that ask for terabytes are not obeyed", () => {
    const raw = new Uint8Array(new BigInt64Array([2n ** 20n, 2n ** 20n]).buffer);
    const bytes = encodeModel({
      irVersion: 9,
      opsetImport: [{ domain: "", version: 20 }],
      graph: {
        initializer: [{ name: "size", dataType: 7, dims: [2], rawData: raw }],
        node: [
          { opType: "ConstantOfShape", input: ["size"], output: ["big"] },
          { opType: "Exp", input: ["big"], output: ["y"] },
        ],
        output: [{ name: "y" }],
      },
    });
    expect(describeOnnx(bytes).description.nodes.map(({ op }) => op)).toEqual([
      "size",
      "ConstantOfShape",
      "Exp",
    ]);
  });
});
