import { expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers } from "../../index.js";

test("axes and shapes that do not fit are refused", () => {
  expect(thrown(() => layers.permute({ dims: [1, 3] }))).toBe(
    "permute: dims is [1,3]; use each of 1 to the number of axes once, such as [2, 1]. (invalid_option)",
  );
  expect(thrown(() => layers.permute({ dims: [2, 1] }).apply(input({ shape: [3] })))).toBe(
    "permute: dims [2, 1] order 2 axes, an example of [batch, 3] has 1; name each of them. (shape_mismatch)",
  );
  expect(thrown(() => layers.repeatVector({ n: 2 }).apply(input({ shape: [3, 2] })))).toBe(
    "repeatVector: expects [batch, features], got [batch, 3, 2]; use layers.flatten first. (shape_mismatch)",
  );
  expect(thrown(() => layers.pReLU({ sharedAxes: 3 }).apply(input({ shape: [3, 2] })))).toBe(
    "pReLU: sharedAxes 3 of [batch, 3, 2]: give axes from 1 to 2, among them those of open size. (shape_mismatch)",
  );
});
