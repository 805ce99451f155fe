import { expect, test } from "vitest";
import { fromLink, toLink } from "../share.js";
import { packPoints, unpackPoints } from "./own-points.js";
import { asOwnPoints, labData, ownData } from "./points.js";
import { checkSpec, defaultSpec, type LabSpec } from "./spec.js";

const points = Array.from({ length: 2000 }, (_, k) => ({
  x: ((k * 379) % 2001) - 1000,
  y: ((k * 733) % 2001) - 1000,
  label: k % 3,
}));
const spec: LabSpec = { ...defaultSpec, data: ownData(defaultSpec.data, points) };

test("2,000 painted points go through a link as they are, in less than 16,000 letters", async () => {
  expect(unpackPoints(packPoints(points))).toEqual(points);
  const link = await toLink({ spec, steps: 7 });
  expect(link.length).toBeLessThan(16_000);
  expect(await fromLink(link)).toEqual({ spec, steps: 7 });
  const { train, test: tested, classes } = labData(spec);
  expect([train.x.shape, tested.x.shape, classes]).toEqual([[1400, 2], [600, 2], 3]);
});

test("the points of a set-up become ones of one's own, in thousandths", () => {
  const drawn = labData({ ...defaultSpec, data: { ...defaultSpec.data, testShare: 0 } }).train;
  const own = asOwnPoints(defaultSpec);
  expect(own).toHaveLength(200);
  drawn.x.toFloat64().forEach((value, i) => {
    const kept = i % 2 === 0 ? own[i >> 1].x : own[i >> 1].y;
    expect(Math.abs(kept / 1000 - Math.max(-1, Math.min(1, value)))).toBeLessThanOrEqual(0.000501);
  });
});

const withData = (data: object): unknown => ({ ...defaultSpec, data: { ...defaultSpec.data, ...data } });
const withEdit = (edit: object): unknown => ({
  ...defaultSpec,
  edits: [{ step: 0, path: "output/bias", at: 0, value: 1, ...edit }],
});

test.each([
  ["no points", withData({ name: "own" }), /data\.own are no points/],
  ["one point", withData({ name: "own", own: packPoints(points.slice(0, 1)) }), /2 to 2000 points/],
  ["too many", withData({ name: "own", own: packPoints([...points, points[0]]) }), /2 to 2000 points/],
  ["a point outside", withData({ name: "own", own: `${packPoints(points.slice(0, 4))}____0` }), /no points/],
  ["another letter", withData({ name: "own", own: "AAAA0AA*A1" }), /no points/],
  ["another class", withData({ name: "own", own: "AAAA0AAAA3" }), /no points/],
  ["another curve", withData({ name: "above", curve: "tangent" }), /data\.curve is tangent/],
  ["edits that are none", { ...defaultSpec, edits: 3 }, /edits are no list/],
  ["an edit of no layer", withEdit({ path: "hidden_3/kernel" }), /edits name hidden_3\/kernel/],
  ["an edit beside the layer", withEdit({ at: 1 }), /edits name output\/bias, 1/],
  ["an edit of what is no number", withEdit({ value: null }), /edits lack a value/],
  ["an edit before the beginning", withEdit({ step: -1 }), /edits lack a step/],
])("a link with %s is refused", (_, given, message) => {
  expect(() => checkSpec(given)).toThrow(message);
});

test("edits are in the order of their steps; the last weight of a layer is within", () => {
  const given = withEdit({ step: 9 }) as { edits: object[] };
  given.edits.push({ step: 2, path: "hidden_2/kernel", at: 7, value: -1 });
  expect(checkSpec(given).edits?.map(({ step }) => step)).toEqual([2, 9]);
});
