import { describe, expect, test } from "vitest";
import { defaultSpec } from "../spec.js";
import { Training } from "../training.js";
import { graph } from "./graph.js";
import { graphNumbers } from "./graph-numbers.js";

describe("the graph of the next step", () => {
  test("every edge has both ends, and fewer nodes run than were written", async () => {
    const { traced, simplified, fates, batch } = await graph(new Training(defaultSpec), {});
    expect(batch).toBe(10);
    for (const { nodes, outputs } of [traced, simplified]) {
      for (const { id, inputs } of nodes)
        for (const port of inputs)
          expect(port !== null && port.node < id && port.output < nodes[port.node].outputs.length).toBe(true);
      for (const port of Object.values(outputs)) expect(nodes[port.node]).toBeDefined();
    }
    const operators = (all: typeof traced.nodes): number =>
      all.filter(({ kind }) => kind === "operator").length;
    expect(operators(simplified.nodes)).toBeLessThan(operators(traced.nodes));
    const staying = fates.filter(
      ({ is }, k) => traced.nodes[k].kind === "operator" && (is === "kept" || is === "rewritten"),
    );
    expect(operators(simplified.nodes)).toBeGreaterThanOrEqual(staying.length);
  });

  test("its numbers are those of net.probe, and of the step that is taken then", async () => {
    const training = new Training(defaultSpec);
    for (let k = 0; k < 3; k++) await training.advance();
    const { simplified } = await graph(training, {});
    const { x, y } = await training.upcoming();
    const probe = await training.net.probe(x, y);
    const tanh = simplified.nodes.findLast(
      ({ op, layer, role }) => op === "tanh" && layer === "hidden_1" && role === "forward",
    );
    const { node, step } = await graphNumbers(training, { of: "simplified", sizes: true, node: tanh?.id });
    expect(step).toBe(3);
    const [{ value, gradient }] = node?.outputs ?? [];
    expect(value.shape).toEqual([10, 4]);
    expectNear(value.first, probe.activations.hidden_1.toFloat64());
    expectNear(gradient?.first ?? [], probe.cotangents.hidden_1.toFloat64());
    expect(node?.derivative?.lines).toEqual([{ input: "x", formula: "g · (1 − y · y)" }]);

    const next = simplified.outputs["hidden_1/kernel"].node;
    const before = await graphNumbers(training, { of: "simplified", sizes: true, node: next });
    expect(before.values).toHaveLength(simplified.nodes.length);
    await training.advance();
    expectNear(before.node?.outputs[0].value.first ?? [], training.net.weights[0].value.toFloat64());
  });
});

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(Math.abs(found[i] - expected[i])).toBeLessThan(1e-6);
}
