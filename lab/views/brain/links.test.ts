import { expect, test } from "vitest";
import { brain } from "../../lessons/brain.js";
import { place } from "../../place.js";
import { views } from "../index.js";

test("the lesson about brains leads to views and panels that are there", () => {
  const ids = views.map(({ id }) => id);
  const places = (brain.elsewhere ?? []).map(({ address }) => place(address));
  for (const { view } of places) expect(ids).toContain(view);
  const panels = places.map(({ asked }) => asked.get("panel")).filter((panel) => panel !== null);
  expect(panels).toEqual(["timing", "memory", "decision"]);
});
