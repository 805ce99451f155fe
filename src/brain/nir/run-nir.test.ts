import { describe, expect, test } from "vitest";
import { float64Of, nirPath, readNirGolden } from "../../../golden/read-nir.js";
import { Tensor, tensor } from "../../core/tensor.js";
import { simulate } from "../engines/simulate.js";
import { leaky } from "../neurons/leaky.js";
import { type NirGraph, type NirNode, readNir, runNir } from "./index.js";

const golden = readNirGolden();
const failure = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "no error",
    (error: Error) => error.message,
  );
const farthest = (a: Tensor, b: Tensor): number => {
  expect(a.shape).toEqual(b.shape);
  const expected = b.toFloat64();
  return Math.max(...a.toFloat64().map((x, k) => Math.abs(x - expected[k])));
};
const chain = (nodes: Readonly<Record<string, NirNode>>): NirGraph => {
  const names = Object.keys(nodes);
  return { type: "NIRGraph", nodes, edges: names.slice(1).map((name, k) => [names[k], name] as const) };
};
const ends = (...shape: readonly number[]): { readonly in: NirNode; readonly out: NirNode } => ({
  in: { type: "Input", shape },
  out: { type: "Output", shape },
});

describe("the LIF of the NIR paper, out of a file", () => {
  const published = [460, 510, 710, 760];
  const ones = [
    60, 220, 270, 310, 320, 350, 370, 400, 410, 430, 440, 450, 460, 470, 480, 490, 500, 510, 520, 530, 670,
    680, 690, 700, 710, 720, 730, 740, 750, 760, 770, 780, 840, 850,
  ];
  const input = new Float64Array(1000);
  for (const k of ones) input[k] = 1;

  test.each([
    ["exact", "value"],
    ["exact", "subtract"],
    ["euler", "value"],
    ["euler", "subtract"],
  ] as const)("%s, %s: bins 460 510 710 760 (Pedersen et al., 2024)", async (integration, reset) => {
    const graph = await readNir(nirPath("lif"));
    const { output } = await runNir(graph, new Tensor(input, [1000, 1], "float64"), {
      dt: 0.1,
      reset,
      integration,
    });
    const bins = Array.from(output.toFloat64().keys()).filter((k) => output.toFloat64()[k] === 1);
    expect(bins, `published ${published}, here ${bins}`).toEqual(published);
  });
});

describe("files beside PyTorch, NumPy and SciPy", () => {
  const { recurrent, conv, kinds } = golden;

  test.each(Object.keys(recurrent.runs))(
    "a recurrent network of CubaLIF neurons, %s: every spike",
    async (way) => {
      const [integration, reset] = way.split(" ") as ["exact" | "euler", "value" | "subtract"];
      const graph = await readNir(nirPath("recurrent"));
      const { output, recorded } = await runNir(graph, float64Of(recurrent.input), {
        dt: recurrent.dt,
        integration,
        reset,
        record: ["lif1"],
      });
      const expected = recurrent.runs[way];
      expect(recorded.lif1.toArray()).toEqual(float64Of(expected.hidden).toArray());
      expect(output.toArray()).toEqual(float64Of(expected.output).toArray());
      expect(recorded.lif1.toFloat64().reduce((a, b) => a + b)).toBeGreaterThan(25); // they do fire
      expect(output.toFloat64().reduce((a, b) => a + b)).toBeGreaterThan(40);
    },
  );

  test("convolutions, groups, dilation, padding by word, pooling: to 1e-12", async () => {
    const graph = await readNir(nirPath("conv"));
    const { output, recorded } = await runNir(graph, float64Of(conv.input), {
      dt: conv.dt,
      reset: "subtract",
      record: ["if1", "if2"],
    });
    expect(farthest(output, float64Of(conv.output))).toBeLessThan(1e-12);
    for (const spikes of Object.values(recorded))
      expect(spikes.toFloat64().reduce((a, b) => a + b)).toBeGreaterThan(50);
  });

  test("the kinds that are left, delays of several lengths, a graph in a graph: to 1e-12", async () => {
    const graph = await readNir(nirPath("kinds"));
    const { outputs } = await runNir(graph, float64Of(kinds.input), { dt: kinds.dt });
    expect(outputs.spikes.toArray()).toEqual(float64Of(kinds.spikes).toArray());
    expect(farthest(outputs.output, float64Of(kinds.output))).toBeLessThan(1e-12);
    expect(outputs.spikes.toFloat64().reduce((a, b) => a + b)).toBeGreaterThan(5);
  });

  test("an early file runs: 4 ones on IF neurons with v_threshold 1, a spike when v exceeds it", async () => {
    const graph = await readNir(nirPath("old"));
    const { recorded } = await runNir(
      graph,
      new Tensor(new Float64Array(3 * 16).fill(100), [3, 1, 4, 4], "float64"),
      {
        dt: 1,
        record: ["2"],
      },
    );
    expect(recorded["2"].toArray()).toEqual(
      [0, 0, 1].map((s) => [
        [
          [s, s],
          [s, s],
        ],
      ]),
    ); // prettier-ignore
  });
});

describe("what a file leaves open", () => {
  const one = (value: number): Tensor => tensor([value], { dtype: "float64" });
  const lif: NirNode = {
    type: "LIF",
    tau: one(0.01),
    r: one(2),
    vLeak: one(0),
    vThreshold: one(1),
    vReset: one(0),
  };
  const { in: input, out } = ends(1);
  const graph = chain({ input, lif, out });
  const current = new Tensor(new Float64Array(40).fill(0.9), [40, 1], "float64");

  test("a membrane just at its threshold: > or >=", async () => {
    const net = chain({ input, x: { type: "Threshold", threshold: one(0.9) }, out });
    expect((await runNir(net, current, { dt: 1 })).output.toFloat64()[0]).toBe(0);
    expect((await runNir(net, current, { dt: 1, fireWhen: ">=" })).output.toFloat64()[0]).toBe(1);
  });

  test("no reset: the membrane is R I (1 − e^(−t/τ))", async () => {
    const { v } = await runNir(graph, current, { dt: 1, reset: "none", record: ["lif"] });
    const closed = Float64Array.from({ length: 40 }, (_, k) => 1.8 * (1 - Math.exp(-(k + 1) / 10)));
    expect(farthest(v.lif, new Tensor(closed, [40, 1], "float64"))).toBeLessThan(1e-12);
  });

  test("a reset at the next step is the leaky neuron of networks trained by gradients", async () => {
    for (const reset of ["subtract", "value"] as const) {
      const { output } = await runNir(graph, current, { dt: 1, reset, resetAt: "nextStep" });
      const beta = Math.exp(-0.1);
      const neuron = leaky({ beta, reset: reset === "value" ? "zero" : reset });
      const run = await simulate(neuron, { current: (1 - beta) * 1.8, dt: 1, duration: 40 });
      expect(run.spikes.toRaster(1).toArray()).toEqual(output.toArray());
      expect(run.spikes.length).toBeGreaterThan(3);
    }
    expect(
      await failure(
        runNir(chain({ input, lif: { ...lif, vLeak: one(0.1) }, out }), current, {
          dt: 1,
          resetAt: "nextStep",
        }),
      ),
    ).toBe(
      'runNir: lif: LIF: resetAt "nextStep" is for neurons around 0, but v_leak is not 0; use resetAt: "spike". (invalid_option)',
    );
  });
});

describe("circles", () => {
  const one = (value: number): Tensor => tensor([value], { dtype: "float64" });
  const neuron: NirNode = { type: "IF", r: one(1000), vThreshold: one(0.5), vReset: one(0) }; // a one makes it fire at once
  const { in: input, out } = ends(1);
  const pulse = new Tensor(Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0), [9, 1], "float64");
  const ring = (nodes: Readonly<Record<string, NirNode>>, edges: NirGraph["edges"]): NirGraph => ({
    type: "NIRGraph",
    nodes: { input, out, ...nodes },
    edges: [...edges, ["input", "a"], ["a", "out"]],
  });
  const times = async (graph: NirGraph): Promise<readonly number[]> => {
    const { output } = await runNir(graph, pulse, { dt: 1 });
    return Array.from(output.toFloat64());
  };

  test("a neuron hears itself one step later", async () => {
    expect(await times(ring({ a: neuron }, [["a", "a"]]))).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test("two neurons that hear each other: two steps round, in whatever order the file has them", async () => {
    const every = [1, 0, 1, 0, 1, 0, 1, 0, 1];
    expect(
      await times(
        ring({ a: neuron, b: neuron }, [
          ["a", "b"],
          ["b", "a"],
        ]),
      ),
    ).toEqual(every); // prettier-ignore
    expect(
      await times(
        ring({ b: neuron, a: neuron }, [
          ["b", "a"],
          ["a", "b"],
        ]),
      ),
    ).toEqual(every); // prettier-ignore
  });

  test("with a delay of 3 ms: just that", async () => {
    const delay: NirNode = { type: "Delay", delay: one(0.003) };
    expect(
      await times(
        ring({ a: neuron, delay }, [
          ["a", "delay"],
          ["delay", "a"],
        ]),
      ),
    ).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]); // prettier-ignore
  });

  test("a circle in which nothing takes time", async () => {
    const scale: NirNode = { type: "Scale", scale: one(2) };
    expect(
      await failure(
        times(
          ring({ a: scale, b: scale }, [
            ["a", "b"],
            ["b", "a"],
          ]),
        ),
      ),
    ).toBe(
      // prettier-ignore
      "runNir: out, a, b form a circle in which nothing takes time; put a neuron or a Delay into it. (invalid_nir)",
    );
  });
});

describe("what is refused", () => {
  const { in: input, out } = ends(2);
  const weight = tensor([[1, 2, 3]]);
  const two = new Tensor(new Float64Array(2), [1, 2], "float64");

  test.each<[string, NirGraph, Tensor | Readonly<Record<string, Tensor>>, string]>([
    [
      "weights for another number of inputs",
      chain({ input, fc: { type: "Linear", weight }, out }),
      two,
      "runNir: fc: Linear: takes [3], but [2] comes in; check the node before it (channels stand first, there is no batch). (shape_mismatch)",
    ],
    [
      "data of another shape",
      chain({ input, out }),
      tensor([[1, 2, 3]]),
      'runNir: the Input "input" takes [steps, 2], as many steps for each; got [1, 3]. (shape_mismatch)',
    ],
    [
      "an Input without data",
      chain({ input, out }),
      {},
      'runNir: nothing is given for the Input "input"; pass { "input": … }. (missing_input)',
    ],
    [
      "data for nobody",
      chain({ input, out }),
      { inputs: two },
      'runNir: input: unknown name "inputs"; did you mean "input"? use one of input. (unknown_name)',
    ],
    [
      "no Output",
      chain({ input }),
      two,
      "runNir: the graph has no Output; put one behind what you want to see. (invalid_nir)",
    ],
    [
      "a window beyond the image",
      chain({
        input: { type: "Input", shape: [1, 2, 2] },
        p: { type: "SumPool2d", kernelSize: [3, 3], stride: [1, 1], padding: [0, 0] },
        out,
      }),
      tensor(new Float64Array(4), { shape: [1, 1, 2, 2] }),
      "runNir: p: SumPool2d: a window of 3 does not fit into 2; use a smaller one, or padding. (shape_mismatch)",
    ],
    [
      "a negative time constant",
      chain({
        input,
        l: { type: "LI", tau: tensor([-1, 1]), r: tensor([1, 1]), vLeak: tensor([0, 0]) },
        out,
      }),
      two,
      "runNir: l: LI: a time constant is -1 s; it must be above 0. (invalid_option)",
    ],
  ])("%s", async (_, graph, data, message) => {
    expect(await failure(runNir(graph, data, { dt: 1 }))).toBe(message);
  });
});
