import { checkOp, tensor } from "../../../test/support/check-op.js";
import { power } from "./arithmetic.js";
import { sum } from "./broadcast.js";
import { argmax, argmin, cumsum, max, min } from "./reduce.js";
import { where } from "./select.js";
import { topK } from "./top-k.js";

// Dtypes that the runtimes have no kernel for: they go through another that holds the same numbers.
const u32 = (values: number[]): ReturnType<typeof tensor> => tensor(values, { dtype: "uint32" });
const bools = (...values: boolean[]): ReturnType<typeof tensor> => tensor(values);
const big = 2 ** 32 - 1;

checkOp("sum of uint32", (x) => sum(x), {
  samples: [
    { inputs: [u32([7, 2 ** 31, 9])], expected: [[2 ** 31 + 16]], dtypes: ["uint32"] },
    { inputs: [u32([big, 3])], expected: [[2]] }, // modulo 2³²
  ],
});
checkOp("running sum of uint32", (x) => cumsum(x, { reverse: true }), {
  samples: [{ inputs: [u32([1, 2, big])], expected: [[2, 1, big]], dtypes: ["uint32"] }], // modulo 2³²
});
checkOp("largest of uint32", (x) => [max(x), min(x), argmax(x), argmin(x)], {
  samples: [{ inputs: [u32([3, big, 1, big])], expected: [[big], [1], [1], [2]] }],
});
checkOp("first true, first false", (x) => [argmax(x), argmin(x)], {
  samples: [
    { inputs: [bools(false, true, false, true)], expected: [[1], [0]], dtypes: ["int64", "int64"] },
    { inputs: [bools(true, true)], expected: [[0], [0]] },
  ],
});
checkOp("topK of uint32", (x) => topK(x, { k: 2 }), {
  samples: [
    {
      inputs: [u32([3, big, 1])],
      expected: [
        [big, 3],
        [1, 0],
      ],
      dtypes: ["uint32", "int64"],
    },
  ],
});
checkOp("topK of bools", (x) => topK(x, { k: 3, largest: false }), {
  samples: [
    {
      inputs: [bools(true, false, true)],
      expected: [
        [0, 1, 1],
        [1, 0, 2],
      ],
      dtypes: ["bool", "int64"],
    },
  ],
});
checkOp("where of bools and uint32", (c, a, b, u) => [where(c, a, b), where(c, u, 5)], {
  samples: [
    {
      inputs: [
        bools(true, false, true, false),
        bools(true, true, false, false),
        tensor(true),
        u32([1, big, big, 2]),
      ],
      expected: [
        [1, 1, 0, 1],
        [1, 5, big, 5],
      ],
      dtypes: ["bool", "uint32"],
    },
  ],
});
checkOp("power of unsigned integers", (a, b) => power(a, b), {
  samples: [
    { inputs: [u32([3, 10, 2]), u32([4, 9, 31])], expected: [[81, 1e9, 2 ** 31]], dtypes: ["uint32"] },
    {
      inputs: [tensor([3, 16], { dtype: "uint8" }), tensor([4, 2], { dtype: "uint8" })],
      expected: [[81, 0]], // modulo 256
      dtypes: ["uint8"],
    },
  ],
});
