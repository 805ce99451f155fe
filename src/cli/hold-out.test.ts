import { tensor } from "neurograd";
import { expect, test } from "vitest";
import { holdOut } from "./hold-out.js";

const x = tensor(Array.from({ length: 10 }, (_, k) => [k, 10 * k]));
const y = tensor(Array.from({ length: 10 }, (_, k) => k));

test("every row is in one of the parts, with its own target; the seed says in which", () => {
  const { train, validation } = holdOut(x, y, 0.3, 7);
  const labels = [...(validation?.y.toFloat64() ?? []), ...train.y.toFloat64()];
  expect(validation?.y.size).toBe(3);
  expect([...labels].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const part of [train, validation])
    expect(part?.x.toArray()).toEqual([...(part?.y.toFloat64() ?? [])].map((k) => [k, 10 * k]));
  expect(holdOut(x, y, 0.3, 7).train.y.toArray()).toEqual(train.y.toArray());
  expect(holdOut(x, y, 0.3, 8).train.y.toArray()).not.toEqual(train.y.toArray());
});

test("a share of 0 holds nothing out; any other at least one row, and never all", () => {
  expect(holdOut(x, y, 0, 1)).toEqual({ train: { x, y }, validation: undefined });
  expect(holdOut(x, y, 0.01, 1).validation?.y.size).toBe(1);
  expect(holdOut(x, y, 0.999, 1).train.y.size).toBe(1);
});
