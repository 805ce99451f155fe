import { describe, expect, test } from "vitest";
import { input, layers, type Model, sequential, Tensor, tensor } from "../../index.js";
import { constantCurrent, leakyLayer, rateDecoder } from "../layers/index.js";
import { modelFromNir, type NirGraph, readNir, runNir, toNir, writeNir } from "./index.js";

const steps = 30;

/** Numbers that look drawn, from −1 to 1. */
const drawn = (n: number, phase: number): number[] =>
  Array.from({ length: n }, (_, i) => Math.sin(12.9898 * (i + 1) + phase));

function twoLayers(reset: "subtract" | "zero"): Model {
  const net = sequential([
    input({ shape: [steps, 3] }),
    layers.dense({ units: 4 }),
    leakyLayer({ beta: 0.9, reset }),
    layers.dense({ units: 2, useBias: false }),
    leakyLayer({ beta: 0.8, vThreshold: 0.5, reset }),
  ]);
  net.setWeights([
    tensor(drawn(12, 1), { shape: [3, 4] }),
    tensor([0.5, 0.4, 0.3, 0.4]),
    tensor(drawn(8, 2).map(Math.abs), { shape: [4, 2] }),
  ]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return net;
}

describe("leaky layers and NIR", () => {
  const x = new Tensor(Float32Array.from(drawn(steps * 3, 0).map(Math.abs)), [1, steps, 3], "float32");

  test.each(["subtract", "zero"] as const)(
    "reset %s: the file's spikes are the model's, with a reset at the next step",
    async (reset) => {
      const net = twoLayers(reset);
      const ours = await net.predict(x);
      for (const integration of ["exact", "euler"] as const) {
        const graph = await readNir(await writeNir(toNir(net, { dt: 2, integration })));
        const run = await runNir(graph, x.reshape([steps, 3]), {
          dt: 2,
          integration,
          reset: reset === "zero" ? "value" : reset,
          resetAt: "nextStep",
        });
        expect(run.output.toArray()).toEqual(ours.reshape([steps, 2]).toArray());
      }
      expect(ours.toFloat64().reduce((a, b) => a + b)).toBeGreaterThan(5);
    },
  );

  test("β 0.9 at 1 ms: τ = −1/ln 0.9 = 9.491 ms, by Euler 10 ms; R = 10", () => {
    const net = twoLayers("subtract");
    const tau = (integration: "exact" | "euler"): number => {
      const { leakyLayer: node } = toNir(net, { integration }).nodes;
      return node.type === "LIF" ? node.tau.toFloat64()[0] : Number.NaN;
    };
    expect(tau("exact")).toBeCloseTo(0.00949122, 8);
    expect(tau("euler")).toBeCloseTo(0.01, 12);
    const { leakyLayer: node } = toNir(net).nodes;
    expect(node.type === "LIF" && node.r.toFloat64()[0]).toBeCloseTo(10, 12);
  });

  test("and back to a model: the same spikes, and it trains", async () => {
    const net = twoLayers("subtract");
    const again = modelFromNir(toNir(net, { dt: 1 }), { dt: 1, steps });
    again.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
    expect(again.layers.map(({ kind }) => kind)).toEqual(["dense", "leakyLayer", "dense", "leakyLayer"]);
    expect((await again.predict(x)).toArray()).toEqual((await net.predict(x)).toArray());
    const { history } = await again.fit(
      x,
      new Tensor(new Float32Array(steps * 2), [1, steps, 2], "float32"),
      { epochs: 3, verbose: 0 },
    );
    expect(history.loss[2]).toBeLessThan(history.loss[0]);
  });

  test("an encoder and a decoder stand in the metadata", () => {
    const net = sequential([
      input({ shape: [2, 2] }),
      layers.rescaling({ scale: 0.5 }),
      layers.flatten(),
      layers.dense({ units: 3 }),
      constantCurrent({ steps: 5 }),
      leakyLayer({ beta: 0.5, reset: "none", output: "v" }),
      rateDecoder({ take: "last" }),
    ]);
    const graph = toNir(net);
    expect(graph.nodes.input).toEqual({ type: "Input", shape: [4] });
    expect(graph.nodes.leakyLayer.type).toBe("LI");
    expect(graph.metadata?.answer).toBe("the last over the steps of the membrane of leakyLayer");
  });

  test("what does not become a model, or a file", () => {
    const said = (work: () => unknown): string => {
      try {
        work();
      } catch (error) {
        return (error as Error).message;
      }
      return "no error";
    };
    const relu = sequential([input({ shape: [5, 2] }), layers.dense({ units: 2, activation: "relu" })]);
    expect(said(() => toNir(relu))).toBe(
      "toNir: dense has an activation, and between spiking layers there is none; convert a network of ReLUs by toSpiking first. (cannot_convert)",
    );
    const two = (values: readonly number[]): Tensor => tensor(values, { dtype: "float64" });
    const graph: NirGraph = {
      type: "NIRGraph",
      nodes: {
        in: { type: "Input", shape: [2] },
        lif: {
          type: "LIF",
          tau: two([0.01, 0.02]),
          r: two([1, 1]),
          vLeak: two([0, 0]),
          vThreshold: two([1, 1]),
          vReset: two([0, 0]),
        },
        out: { type: "Output", shape: [2] },
      },
      edges: [
        ["in", "lif"],
        ["lif", "out"],
      ], // prettier-ignore
    };
    expect(said(() => modelFromNir(graph, { dt: 1, steps: 5 }))).toBe(
      "modelFromNir: lif has neurons of several time constants, and a leakyLayer has one for all; run the graph by runNir. (cannot_convert)",
    );
    expect(
      said(() => modelFromNir({ ...graph, edges: [...graph.edges, ["lif", "lif"]] }, { dt: 1, steps: 5 })),
    ).toBe(
      "modelFromNir: the nodes do not stand in one row from an Input to an Output; run the graph by runNir. (cannot_convert)",
    );
  });
});
