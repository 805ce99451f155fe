import { ops } from "neurograd";
import { expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { tensor } from "./tensor.js";

const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const loosely = ops as unknown as Record<string, (...args: unknown[]) => unknown>; // as JavaScript calls them

test.each([
  [
    "split",
    { sizes: [1, 2] },
    'split: option: unknown name "sizes"; use one of sections, axis. (unknown_name)',
  ],
  ["split", {}, "split: needs the option sections; give { sections } last. (missing_option)"],
  ["split", undefined, "split: needs the option sections; give { sections } last. (missing_option)"],
  [
    "sum",
    { axes: 0 },
    'sum: option: unknown name "axes"; did you mean "axis"? use one of axis, keepdims. (unknown_name)',
  ],
  [
    "mean",
    { keepDims: true },
    'mean: option: unknown name "keepDims"; did you mean "keepdims"? use one of axis, keepdims. (unknown_name)',
  ],
  ["reshape", {}, "reshape: needs the option shape; give { shape } last. (missing_option)"],
  [
    "reshape",
    { newShape: [3, 2] },
    'reshape: option: unknown name "newShape"; use one of shape. (unknown_name)',
  ],
  [
    "cast",
    { type: "int32" },
    'cast: option: unknown name "type"; did you mean "dtype"? use one of dtype. (unknown_name)',
  ],
  ["expandDims", undefined, "expandDims: needs the option axis; give { axis } last. (missing_option)"],
  [
    "squeeze",
    { axes: 0 },
    'squeeze: option: unknown name "axes"; did you mean "axis"? use one of axis. (unknown_name)',
  ],
  [
    "pad",
    {
      pads: [
        [0, 0],
        [1, 1],
      ],
    },
    'pad: option: unknown name "pads"; use one of padWidth, mode, constantValues. (unknown_name)',
  ],
  [
    "slice",
    { start: [0] },
    'slice: option: unknown name "start"; did you mean "starts"? use one of starts, ends, axes, steps. (unknown_name)',
  ],
  [
    "flip",
    { axes: 0 },
    'flip: option: unknown name "axes"; did you mean "axis"? use one of axis. (unknown_name)',
  ],
  ["relu", { slope: 1 }, "relu: takes no options, got slope; leave it out. (unknown_name)"],
] as const)("ops.%s(x, %o): the right option is named", (name, options, text) => {
  expect(thrown(() => loosely[name](x, options))).toBe(text);
});

test("stack, scan and arange, whose first argument is another", () => {
  expect(thrown(() => loosely.stack([x, x], { axes: 1 }))).toContain('did you mean "axis"?');
  expect(thrown(() => loosely.arange(3, { type: "int32" }))).toContain('did you mean "dtype"?');
  expect(thrown(() => loosely.scan(() => ({ states: [] }), { state: [], sequences: [] }))).toContain(
    'did you mean "states"?',
  );
});
