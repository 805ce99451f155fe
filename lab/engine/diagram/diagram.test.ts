import { describe, expect, test } from "vitest";
import { defaultSpec } from "../spec.js";
import { Training } from "../training.js";
import { Diagram } from "./diagram.js";
import { type Box, type Layout, type Link, layoutOf } from "./layout.js";

const box = (id: string, cell: string, lane: 0 | 1 | 2, frame?: string): Box => ({
  id,
  width: 100,
  height: 40,
  cell,
  lane,
  frame,
});

describe("the layout of a training step", () => {
  const boxes = [
    box("f1", "one", 0),
    box("b1", "one", 1),
    box("u1", "one", 2),
    box("f2", "two", 0),
    box("b2", "two", 1, "open"),
    box("c2", "two", 1, "open"),
  ];
  const links: readonly Link[] = [
    { from: "f1", to: "f2" },
    { from: "f2", to: "b2" },
    { from: "b2", to: "c2" },
    { from: "c2", to: "b1" },
    { from: "b1", to: "u1" },
  ];
  const at = (layout: Layout, id: string) =>
    layout.boxes.find((one) => one.id === id) ?? { x: NaN, y: NaN, width: 0, height: 0 };

  test("forward runs to the right, backward to the left beneath it, the update below", () => {
    const layout = layoutOf({ boxes, links, isTall: false, by: "lanes" });
    expect(at(layout, "f1").x).toBeLessThan(at(layout, "f2").x);
    expect(at(layout, "f1").y).toBe(at(layout, "f2").y);
    expect(at(layout, "c2").x).toBeLessThan(at(layout, "b2").x);
    expect(at(layout, "b1").x).toBe(at(layout, "f1").x);
    expect(at(layout, "b1").y).toBeGreaterThan(at(layout, "f1").y + 40);
    expect(at(layout, "u1").y).toBeGreaterThan(at(layout, "b1").y + 40);
    expect(layout.frames).toHaveLength(1);
    expectApart(layout);
  });

  test("turned it runs down the page", () => {
    const layout = layoutOf({ boxes, links, isTall: true, by: "lanes" });
    expect(at(layout, "f1").y).toBeLessThan(at(layout, "f2").y);
    expect(at(layout, "b1").x).toBeGreaterThan(at(layout, "f1").x + 100);
    expect(at(layout, "c2")).toMatchObject({ width: 100, height: 40 });
    expectApart(layout);
  });
});

describe("diagram", () => {
  test("opens what the package saves, with the numbers of its weights", async () => {
    const training = new Training(defaultSpec);
    const diagram = new Diagram();
    const { description, problem } = await diagram.questions.open({
      bytes: await training.questions.save({}),
    });
    expect(problem).toBeUndefined();
    const kernel = description.nodes.find(({ op }) => op === "hidden_1/kernel");
    const numbers = await diagram.questions.numbers({ node: kernel?.id ?? -1 });
    expect(Array.from(numbers?.outputs[0].value.first ?? [])).toEqual(
      Array.from(training.net.weights[0].value.toFloat64()),
    );
    await expect(diagram.questions.open({ bytes: new TextEncoder().encode("<html>") })).rejects.toThrow(
      "a web page",
    );
  });

  test("lays out a network of 500 nodes with shortcuts, as residual ones have", async () => {
    const boxes = Array.from({ length: 500 }, (_, k): Box => ({ id: `${k}`, width: 110, height: 40 }));
    const links = boxes.flatMap((_, k): readonly Link[] => [
      ...(k > 0 ? [{ from: `${k - 1}`, to: `${k}` }] : []),
      ...(k % 7 === 0 && k + 6 < 500 ? [{ from: `${k}`, to: `${k + 6}` }] : []),
    ]);
    const layout = await new Diagram().questions.layout({ boxes, links, isTall: true, by: "layers" });
    expect(layout.boxes).toHaveLength(500);
    expect(layout.routes[2]?.length).toBeGreaterThan(1);
    expectApart(layout);
  });
});

function expectApart({ boxes, width, height }: Layout): void {
  const isInside = boxes.every(
    (a) => a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height,
  );
  const meeting = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) => a.x + a.width > b.x && b.x + b.width > a.x && a.y + a.height > b.y && b.y + b.height > a.y,
      ),
  );
  expect(isInside).toBe(true);
  expect(meeting).toEqual([]);
}
