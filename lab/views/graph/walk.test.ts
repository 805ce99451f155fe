import { expect, test } from "vitest";
import { graph } from "../../engine/instruments/graph.js";
import { defaultSpec } from "../../engine/spec.js";
import { Training } from "../../engine/training.js";
import { wirePath } from "./routes.js";
import { stepScene } from "./scene.js";
import { lightOrder, walk } from "./walk.js";

test("light runs forward, backward, then through the update; each card after those it uses", async () => {
  const { simplified } = await graph(new Training(defaultSpec), {});
  const scene = stepScene(simplified, new Set());
  const order = lightOrder(scene).map(({ id }) => id.replace(/group:|#0/g, ""));
  expect(order).toEqual([
    ...[
      "forward:",
      "forward:hidden_1",
      "forward:hidden_2",
      "forward:output",
      "forward:loss",
      "forward:metrics",
    ],
    ...["backward:loss", "backward:output", "backward:hidden_2", "backward:hidden_1"],
    ...["update:", "update:hidden_1", "update:hidden_2", "update:output"],
  ]);
});

test("arrow keys follow the wires", async () => {
  const { simplified } = await graph(new Training(defaultSpec), {});
  const scene = stepScene(simplified, new Set());
  const start = { id: "group:forward:hidden_1#0", among: [] };
  const right = walk(scene, start, "right");
  expect(right.id).toBe("group:forward:hidden_2#0");
  expect(walk(scene, right, "down").id).toBe(right.among[1]);
  expect(walk(scene, start, "left").id).toBe("group:forward:#0");
  const end = { id: "group:update:output#0", among: [] };
  expect(walk(scene, end, "right")).toBe(end);
});

test("wires leave from the side that faces the other box", () => {
  const box = (x: number, y: number) => ({ id: "", x, y, width: 100, height: 40 });
  expect(wirePath(box(0, 0), box(200, 0), undefined)).toBe("M100 20C150 20 150 20 200 20");
  expect(wirePath(box(200, 0), box(0, 0), undefined)).toBe("M200 20C150 20 150 20 100 20");
  expect(wirePath(box(0, 0), box(0, 100), undefined)).toBe("M50 40C50 70 50 70 50 100");
});
