import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectSame } from "../../test/support/conformance.js";
import { type GrowOptions, graphOf, type Plan, plans, randomFeeds } from "../../test/support/random-graph.js";
import { constant } from "../core/constant.js";
import { evaluateGraph } from "../core/evaluate.js";
import type { Graph, Value } from "../core/graph.js";
import { printGraph } from "../core/print.js";
import { substitute } from "../core/replace.js";
import { simplify } from "../core/simplify.js";
import { namedSize } from "../core/size.js";
import { createExecutor } from "../runtime/create-executor.js";
import { readOnnx } from "./read.js";
import { writeOnnx } from "./write.js";

const numbers: GrowOptions = { sizes: [2, 3, 1, 4] };
const open: GrowOptions = { sizes: [namedSize("batch"), 3, 2] };

const law = (
  options: GrowOptions,
  holds: (graph: Graph) => void | Promise<void>,
  numRuns: number,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(plans, async (plan: Plan) => {
      await holds(simplify(graphOf(plan, options)));
    }),
    { seed: 11, numRuns },
  );

/** Nodes, operands and types. Attributes may be written otherwise (all axes, or each by name), roles are not kept. */
const nodesOf = (graph: Graph): string[] =>
  printGraph(graph)
    .replace(/ {2}# .*$/gm, "")
    .replace(/constfloat64/g, "constfloat32")
    .replace(/(, )?\w+=.*\): /g, "): ")
    .replace(/\d+\.\d+(e-?\d+)?/g, (literal) => String(Math.fround(Number(literal))))
    .split("\n");

/** Written and read; float constants come back as weights and are put in their places. */
function again(graph: Graph): Graph {
  const { graph: read, weights } = readOnnx(writeOnnx(graph));
  const isWeight = ({ name }: Value): boolean => name !== null && name in weights;
  const constants = read.inputs
    .filter(isWeight)
    .map((value) => [value, constant(weights[value.name ?? ""])] as const);
  const inputs = read.inputs.filter((value) => !isWeight(value));
  return simplify({ inputs, outputs: substitute(read, new Map(constants)) });
}

describe("emitted and read back", () => {
  test.each([
    ["numbers", numbers, {}],
    ["a named size", open, { batch: 4 }],
  ] as const)("graphs of %s give the same numbers", async (_, options, sizes) => {
    await law(
      options,
      (graph) => {
        const feeds = randomFeeds(graph, sizes, "float64");
        const { graph: read, weights } = readOnnx(writeOnnx(graph));
        expect(Object.keys(read.outputs)).toEqual(Object.keys(graph.outputs));
        expect(read.inputs.flatMap(({ name }) => (name !== null && name in weights ? [] : [name]))).toEqual(
          graph.inputs.map(({ name }) => name),
        );
        const [a, b] = [
          evaluateGraph(read, { ...weights, ...feeds }, true),
          evaluateGraph(graph, feeds, true),
        ];
        for (const [name, wanted] of Object.entries(b)) expectSame(a[name], wanted, name, 1e-6);
      },
      60,
    );
  });
  test("the nodes are the same, or fewer", async () => {
    await law(
      open,
      (graph) => {
        const before = nodesOf(graph);
        if (before.some((line) => line.includes("topK"))) return; // written with a guard for open sizes
        const once = again(graph);
        const after = nodesOf(once);
        if (after.length === before.length) expect(after).toEqual(before);
        else expect(after.length).toBeLessThan(before.length); // axes are spelt one way: more nodes are equal
        expect(printGraph(again(once))).toBe(printGraph(once));
      },
      60,
    );
  });
});

describe("ONNX Runtime equals the reference, gradients included", () => {
  const limit = 2e-5; // float32 through some tens of nodes
  const run = async (
    runtime: "native" | "wasm",
    options: GrowOptions,
    batches: readonly number[],
    numRuns: number,
  ): Promise<void> => {
    const executor = await createExecutor({ runtime, threads: 1 });
    await law(
      options,
      async (graph) => {
        const executable = await executor.compile(graph);
        for (const batch of batches) {
          const feeds = randomFeeds(graph, { batch });
          const wanted = evaluateGraph(graph, feeds, true);
          const got = await executable.run(feeds);
          for (const [name, reference] of Object.entries(wanted))
            expectSame(got[name], reference, `${name} at ${batch}`, limit);
        }
        await executable.dispose();
      },
      numRuns,
    );
  };
  test("on native, 100 graphs", () => run("native", numbers, [0], 100));
  test("on native, one graph for batches of 1, 3 and 8", () => run("native", open, [1, 3, 8], 60));
  test("on WebAssembly, one graph for batches of 1 and 8", () => run("wasm", open, [1, 8], 20));
});
