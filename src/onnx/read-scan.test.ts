import { describe, expect, test } from "vitest";
import { random } from "../../test/support/check-op.js";
import { expectSame } from "../../test/support/conformance.js";
import { thrown } from "../../test/support/thrown.js";
import { evaluateGraph } from "../core/evaluate.js";
import type { Graph, Value } from "../core/graph.js";
import { graphNodes } from "../core/graph.js";
import * as ops from "../core/ops/index.js";
import { simplify } from "../core/simplify.js";
import { castTensor, type Tensor, tensor } from "../core/tensor.js";
import { tensorType, trace } from "../core/trace.js";
import { grad } from "../core/vjp.js";
import { createExecutor } from "../runtime/create-executor.js";
import { attribute } from "./attribute.js";
import type { GraphProto, ModelProto, ValueInfoProto } from "./messages.js";
import { modelToGraph, readOnnx } from "./read.js";
import { encodeModel } from "./wire.js";
import { writeOnnx } from "./write.js";

const units = 4;
const shapes = { wx: [3, 4 * units], wh: [units, 4 * units], b: [4 * units], h0: [1, units], c0: [1, units] };

/** An LSTM (gates i f c o, as Keras's) with two outputs a step, its loss, and the gradient by everything. */
function lstm(reverse: boolean): Graph {
  const types = {
    xs: tensorType(["time", "batch", 3]),
    ...Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tensorType(shape)])),
  };
  return simplify(
    trace(types, (values) => {
      const { xs, wx, wh, b, h0, c0 } = values as Record<string, Value>; // the names above
      const start = (s: Value): Value => ops.broadcastTo(s, { shape: [xs.shape[1], units] });
      const { states, outputs } = ops.scan(
        ({ states: [h, c], slices: [x] }) => {
          const z = ops.add(ops.add(ops.matmul(x, wx), ops.matmul(h, wh)), b);
          const [i, f, g, o] = ops.split(z, { sections: 4 });
          const cell = ops.add(ops.multiply(ops.sigmoid(f), c), ops.multiply(ops.sigmoid(i), ops.tanh(g)));
          const next = ops.multiply(ops.sigmoid(o), ops.tanh(cell));
          return { states: [next, cell], outputs: [next, ops.sum(cell, { axis: -1 })] };
        },
        { states: [start(h0), start(c0)], sequences: [xs], reverse },
      );
      const losses = [...states, ...outputs].map((y) => ops.mean(ops.square(y)));
      const loss = losses.reduce((a, y) => ops.add(a, y));
      const wrt = [xs, wx, wh, b, h0, c0];
      const gradients = grad(loss, wrt).map((g, k) => [`g/${wrt[k].name}`, g]);
      return { loss, hs: outputs[0], sums: outputs[1], ...Object.fromEntries(gradients) };
    }),
  );
}

function feedsOf(time: number, batch: number): Record<string, Tensor> {
  const all = { xs: [time, batch, 3], ...shapes };
  return Object.fromEntries(
    Object.entries(all).map(([name, shape], k) => [
      name,
      castTensor(random(shape, { low: -1, high: 1, seed: k + 1 }), "float32"),
    ]),
  );
}

const sizes = [
  [1, 1],
  [5, 2],
  [12, 3],
] as const;

describe.each([false, true])("an LSTM by scan and its gradient, reverse %s", (reverse) => {
  const graph = lstm(reverse);

  test.each(["native", "wasm"] as const)(
    "on %s as in the reference, for any length and batch",
    async (runtime) => {
      const executable = await (await createExecutor({ runtime, threads: 1 })).compile(graph);
      for (const [time, batch] of sizes) {
        const feeds = feedsOf(time, batch);
        const got = await executable.run(feeds);
        for (const [name, wanted] of Object.entries(evaluateGraph(graph, feeds, true)))
          expectSame(got[name], wanted, `${name} at ${time} × ${batch}`, 2e-6);
      }
      await executable.dispose();
    },
  );

  test("is read back: two scans, the same numbers", () => {
    const { graph: read, weights } = readOnnx(writeOnnx(graph));
    expect(graphNodes(read).filter(({ op }) => op.name === "scan")).toHaveLength(2); // forward and backward
    const feeds = feedsOf(5, 2);
    const wanted = evaluateGraph(graph, feeds, true);
    for (const [name, got] of Object.entries(evaluateGraph(read, { ...weights, ...feeds }, true)))
      expectSame(got, wanted[name], name, 1e-12);
  });
});

test.each(["native", "wasm"] as const)(
  "training on %s gives the losses of the reference",
  async (runtime) => {
    const graph = lstm(false);
    const executors = await Promise.all(
      [runtime, "reference" as const].map((name) => createExecutor({ runtime: name, threads: 1 })),
    );
    const [fast, exact] = await Promise.all(executors.map((executor) => executor.compile(graph)));
    const learn = async (executable: typeof fast): Promise<number[]> => {
      let feeds = feedsOf(6, 3);
      const losses: number[] = [];
      for (let step = 0; step < 10; step++) {
        const out = await executable.run(feeds);
        losses.push(out.loss.item());
        const next = Object.keys(shapes).map((name) => {
          const [w, g] = [feeds[name].toFloat64(), out[`g/${name}`].toFloat64()];
          return [
            name,
            tensor(
              w.map((v, i) => v - 0.5 * g[i]),
              { shape: feeds[name].shape },
            ),
          ];
        });
        feeds = { ...feeds, ...Object.fromEntries(next) };
      }
      return losses;
    };
    const [got, wanted] = [await learn(fast), await learn(exact)];
    expect(wanted[9]).toBeLessThan(wanted[0] / 2);
    for (const [i, loss] of got.entries()) expect(Math.abs(loss - wanted[i])).toBeLessThan(1e-6);
    await Promise.all([fast.dispose(), exact.dispose()]);
  },
);

const info = (name: string, dims: readonly (number | string)[]): ValueInfoProto => ({
  name,
  type: {
    tensorType: {
      elemType: 1,
      shape: { dim: dims.map((d) => (typeof d === "number" ? { dimValue: d } : { dimParam: d })) },
    },
  },
});

/** Running sums by a Scan as other programs write it: along any axis, each sequence in a direction of its own. */
function foreign(attributes: Readonly<Record<string, readonly number[]>>, opset = 20): ModelProto {
  const body: GraphProto = {
    name: "body",
    input: [info("s", [2]), info("u", [2]), info("v", [2])],
    node: [
      { opType: "Mul", input: ["u", "scale"], output: ["scaled"] }, // of the graph around
      { opType: "Add", input: ["s", "scaled"], output: ["sum"] },
      { opType: "Identity", input: ["sum"], output: ["next"] },
      { opType: "Sub", input: ["sum", "v"], output: ["y"] },
    ],
    output: [info("next", [2]), info("y", [2])],
  };
  const attrs = Object.entries(attributes).map(([name, value]) => attribute(name, value));
  return {
    irVersion: 9,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "g",
      input: [info("s0", [2]), info("us", [2, "time"]), info("vs", ["time", 2]), info("scale", [])],
      node: [
        {
          opType: "Scan",
          input: ["s0", "us", "vs"],
          output: ["last", "ys"],
          attribute: [
            attribute("body", { graph: body }),
            attribute("num_scan_inputs", 2),
            attribute("scan_input_axes", [1, 0]),
            ...attrs,
          ],
        },
      ],
      output: [info("last", [2]), info("ys", ["a", "b"])],
    },
  };
}

describe("Scans of others are read as ONNX Runtime runs them", () => {
  const feeds = {
    s0: tensor([1, -1]),
    us: tensor([
      [1, 2, 3],
      [10, 20, 30],
    ]),
    vs: tensor([
      [5, 6],
      [7, 8],
      [9, 4],
    ]),
    scale: tensor(0.5),
  };
  test.each([
    [
      {},
      [
        [-3.5, -4.5, -5],
        [-2, 6, 25],
      ],
    ],
    [{ scan_input_directions: [1, 1] }, null],
    [{ scan_input_directions: [1, 0], scan_output_directions: [1] }, null],
    [{ scan_input_directions: [0, 1], scan_output_axes: [-1] }, null],
    [{ scan_input_directions: [1, 1], scan_output_directions: [1], scan_output_axes: [1] }, null],
  ] as const)("%j", async (attributes, byHand) => {
    const model = foreign(attributes);
    const { graph } = modelToGraph(model);
    const { InferenceSession, Tensor: OrtTensor } = await import("onnxruntime-node");
    const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 4 });
    const ran = await session.run(
      Object.fromEntries(
        Object.entries(feeds).map(([name, x]) => [
          name,
          new OrtTensor("float32", x.data as Float32Array, x.shape), // tensor() of numbers is float32
        ]),
      ),
    );
    await session.release();
    for (const [name, y] of Object.entries(evaluateGraph(graph, feeds, true))) {
      expect(y.shape).toEqual(ran[name].dims);
      expect([...y.toFloat64()]).toEqual([...(ran[name].data as Float32Array)]); // as above
    }
    if (byHand) expect(evaluateGraph(graph, feeds).ys.reshape([3, 2]).toArray()).toEqual(transposed(byHand));
  });
  const transposed = (rows: readonly (readonly number[])[]): number[][] =>
    rows[0].map((_, k) => rows.map((row) => row[k]));

  test("what is no scan of ours", () => {
    expect(thrown(() => modelToGraph(foreign({}, 8)))).toBe(
      "Scan: of opset 8 has a batch axis; opsets from 9 are read: export the model again. (unsupported_operator)",
    );
    const model = foreign({});
    const [node] = model.graph?.node ?? [];
    const without = node.attribute?.filter(({ name }) => name !== "body") ?? [];
    const broken = { ...model, graph: { ...model.graph, node: [{ ...node, attribute: without }] } };
    expect(thrown(() => modelToGraph(broken))).toBe(
      'ONNX file: Scan "last", attribute body: expects a graph with 3 inputs, got nothing; export the model again. (invalid_onnx)',
    );
  });
});
