import { describe, expect, test } from "vitest";
import { checkOp, random, tensor } from "../../../test/support/check-op.js";
import { constant } from "../constant.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { addSizes, namedSize } from "../size.js";
import { arange, iota, sizesOf, sizesVector } from "./range.js";

checkOp("iota", () => iota({ size: 4 }), {
  samples: [{ inputs: [], expected: [[0, 1, 2, 3]], dtypes: ["int64"] }],
  failures: [
    {
      inputs: [],
      apply: () => iota({ size: -1 }),
      message: "iota: size = -1; use a whole number from 0. (invalid_option)",
    },
    {
      inputs: [],
      apply: () => iota({ size: 2.5 }),
      message: "iota: size = 2.5; use a whole number from 0. (invalid_option)",
    },
  ],
});
checkOp("iota of nothing", () => iota({ size: 0 }), {
  samples: [{ inputs: [], expected: [[]], shapes: [[0]] }],
});
checkOp("arange", () => arange(3), { samples: [{ inputs: [], expected: [[0, 1, 2]], dtypes: ["float32"] }] });
checkOp("arange of another dtype", () => arange(2, { dtype: "uint32" }), {
  samples: [{ inputs: [], expected: [[0, 1]], dtypes: ["uint32"] }],
});

checkOp("sizesVector", () => sizesVector({ sizes: [2, 3] }), {
  samples: [{ inputs: [], expected: [[2, 3]], shapes: [[2]], dtypes: ["int64"] }],
});
checkOp("sizesVector, one as a scalar", () => sizesVector({ sizes: [7], scalar: true }), {
  samples: [{ inputs: [], expected: [[7]], shapes: [[]] }],
});

describe("sizes that are names", () => {
  const batch = namedSize("batch");
  const x = graphInput("x", { dtype: "float32", shape: [batch, 2] });
  test("count and list what arrives", () => {
    const outputs = {
      positions: iota({ size: batch }),
      sizes: sizesVector({ sizes: [addSizes(batch, 1), 2] }),
    };
    const { positions, sizes } = evaluateGraph({ inputs: [x], outputs }, { x: random([3, 2]) });
    expect(positions.toArray()).toEqual([0, 1, 2]);
    expect(sizes.toArray()).toEqual([4, 2]);
  });
  test("sizesOf reads them back", () => {
    expect(sizesOf(sizesVector({ sizes: [batch, 2] }))).toEqual([batch, 2]);
    expect(sizesOf(x)).toBeUndefined();
    expect(sizesOf(null)).toBeUndefined();
  });
  test("sizesOf reads integer constants", () => {
    expect(sizesOf(constant(tensor([4, 5], { dtype: "int64" })))).toEqual([4, 5]);
    expect(sizesOf(constant(tensor([4, 5])))).toBeUndefined();
  });
});
