import type { GraphDescription, NodeDescription } from "neurograd/explain";
import { describe, expect, test } from "vitest";
import { graph } from "../../engine/instruments/graph.js";
import { defaultSpec } from "../../engine/spec.js";
import { Training } from "../../engine/training.js";
import { drawnNodes, fileScene, stepScene } from "./scene.js";

describe("a training step", () => {
  test("is folded to a card for each layer and part; unfolding one shows its nodes", async () => {
    const { simplified } = await graph(new Training(defaultSpec), {});
    const folded = stepScene(simplified, new Set());
    const parts = (role: string): readonly string[] =>
      folded.cards.filter((card) => card.role === role).map(({ layer }) => layer);
    expect(parts("forward").toSorted()).toEqual(["", "hidden_1", "hidden_2", "loss", "metrics", "output"]);
    expect(parts("backward").toSorted()).toEqual(["hidden_1", "hidden_2", "loss", "output"]);
    expect(parts("update").toSorted()).toEqual(["", "hidden_1", "hidden_2", "output"]);
    expect(folded.cardOf.size).toBe(drawnNodes(simplified).length);

    const open = stepScene(simplified, new Set(["backward:hidden_1"]));
    const own = open.cards.filter(({ frame }) => frame === "backward:hidden_1").map(({ title }) => title);
    expect(own).toEqual(["transpose", "multiply", "subtract", "multiply", "matmul", "sum"]);
    for (const scene of [folded, open]) {
      const ids = new Set(scene.cards.map(({ id }) => id));
      expect(ids.size).toBe(scene.cards.length);
      for (const { from, to } of scene.wires) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
    }
    // what the derivative needs of the model again
    expect(
      folded.wires.some(
        ({ from, to, isKept }) =>
          isKept && from === "group:forward:hidden_1#0" && to === "group:backward:hidden_2#0",
      ),
    ).toBe(true);
  });
});

const made = (names: readonly (readonly [name: string, ...inputs: number[]])[]): GraphDescription => ({
  nodes: names.map(
    ([name, ...inputs], id): NodeDescription => ({
      id,
      kind: "operator",
      op: "Relu",
      name,
      layer: name.split("/").slice(0, -1).join("/"),
      attributes: [],
      inputs: inputs.map((node) => ({ node, output: 0 })),
      inputNames: [],
      outputs: [{ dtype: "float32", shape: "" }],
      role: "forward",
    }),
  ),
  outputs: {},
});

describe("a file", () => {
  test("is folded by what names begin with, level by level", () => {
    const graph = made([["a/b/x"], ["a/b/y", 0], ["a/c/z", 1], ["top", 2]]);
    const titles = (open: readonly string[]): readonly string[] =>
      fileScene(graph, new Set(open)).cards.map(({ title }) => title);
    expect(titles([])).toEqual(["a", "Relu"]);
    expect(titles(["a"])).toEqual(["a/b", "Relu", "Relu"]);
    expect(titles(["a", "a/b"])).toEqual(["Relu", "Relu", "Relu", "Relu"]);
    // what is unfolded around a node can be folded again
    expect(fileScene(graph, new Set(["a", "a/b"])).cards.map(({ frame }) => frame)).toEqual([
      "a/b",
      "a/b",
      undefined,
      undefined,
    ]);
  });

  test("a group that is left and entered again is drawn in parts: no circles", () => {
    const graph = made([["a/1"], ["a/2", 0], ["b/1", 1], ["b/2", 2], ["a/3", 3], ["a/4", 4, 0]]);
    const { cards, wires } = fileScene(graph, new Set());
    expect(cards.map(({ title, nodes }) => [title, nodes])).toEqual([
      ["a", [0, 1]],
      ["b", [2, 3]],
      ["a", [4, 5]],
    ]);
    expect(wires.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "group:a#0 group:b#0",
      "group:b#0 group:a#1",
      "group:a#0 group:a#1",
    ]);
  });
});
