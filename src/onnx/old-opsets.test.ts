import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { evaluateGraph } from "../core/evaluate.js";
import { onnxDType } from "../core/onnx-dtype.js";
import { type Nested, type Tensor, tensor } from "../core/tensor.js";
import { type AttributeInit, attribute } from "./attribute.js";
import type { ModelProto } from "./messages.js";
import { modelToGraph } from "./read.js";
import { tensorToProto } from "./tensor-proto.js";

/** A model of one node: `inputs` are fed, `constants` are initializers. */
function run(
  [opType, opset]: readonly [string, number],
  inputs: readonly Tensor[],
  attributes: Readonly<Record<string, AttributeInit>> = {},
  { constants = [], outputs = 1 }: { constants?: readonly Tensor[]; outputs?: number } = {},
): Nested[] {
  const names = inputs.map((_, i) => `x${i}`);
  const known = constants.map((_, i) => `c${i}`);
  const made = Array.from({ length: outputs }, (_, i) => `y${i}`);
  const model: ModelProto = {
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      node: [
        {
          opType,
          input: [...names, ...known],
          output: made,
          attribute: Object.entries(attributes).map(([name, init]) => attribute(name, init)),
        },
      ],
      input: inputs.map(({ dtype, shape }, i) => ({
        name: names[i],
        type: {
          tensorType: { elemType: onnxDType[dtype], shape: { dim: shape.map((n) => ({ dimValue: n })) } },
        },
      })),
      initializer: constants.map((value, i) => tensorToProto(value, known[i])),
      output: made.map((name) => ({ name })),
    },
  };
  const results = evaluateGraph(
    modelToGraph(model).graph,
    Object.fromEntries(inputs.map((x, i) => [names[i], x])),
  );
  return made.map((name) => results[name].toArray());
}

const int64 = (values: Nested): Tensor => tensor(values, { dtype: "int64" });
const rows = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);

// The ONNX node tests show the newest form of each operator; these are the forms before (ONNX's Changelog.md).
describe("operators as older opsets write them", () => {
  test("Softmax until 12: the axes from 1 on are one", () => {
    const x = tensor([
      [
        [0, 0],
        [0, 0],
      ],
    ]);
    expect(run(["Softmax", 12], [x])).toEqual([
      [
        [
          [0.25, 0.25],
          [0.25, 0.25],
        ],
      ],
    ]);
    expect(run(["Softmax", 13], [x])).toEqual([
      [
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ],
    ]);
    expect(run(["Softmax", 9], [x], { axis: 2 })).toEqual([
      [
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ],
    ]);
    expect(run(["LogSoftmax", 9], [tensor([[[0], [0]]])])).toEqual([
      [[[Math.fround(-Math.LN2)], [Math.fround(-Math.LN2)]]],
    ]);
  });
  test("Slice until 9: starts, ends and axes are attributes", () => {
    expect(run(["Slice", 9], [rows], { starts: [1], ends: [1000], axes: [1] })).toEqual([
      [
        [2, 3],
        [5, 6],
      ],
    ]);
    expect(run(["Slice", 9], [rows], { starts: [1, 0], ends: [2, -1] })).toEqual([[[4, 5]]]);
  });
  test("Slice since 10: they are inputs", () => {
    expect(run(["Slice", 10], [rows], {}, { constants: [[2], [0], [1], [-1]].map(int64) })).toEqual([
      [
        [3, 2],
        [6, 5],
      ],
    ]);
  });
  test("Clip until 10: bounds are attributes", () => {
    expect(run(["Clip", 7], [rows], { min: { float: 2 }, max: { float: 5 } })).toEqual(
      run(["Clip", 13], [rows], {}, { constants: [tensor(2), tensor(5)] }),
    );
    expect(run(["Clip", 10], [rows], { max: { float: 2 } })).toEqual([
      [
        [1, 2, 2],
        [2, 2, 2],
      ],
    ]);
  });
  test("Pad until 10: widths and value are attributes; 13 takes the axes", () => {
    const wide = [
      [9, 1],
      [9, 2],
    ];
    const x = tensor([[1], [2]]);
    expect(run(["Pad", 10], [x], { pads: [0, 1, 0, 0], value: { float: 9 } })).toEqual([wide]);
    expect(run(["Pad", 11], [x], {}, { constants: [int64([0, 1, 0, 0]), tensor(9)] })).toEqual([wide]);
    expect(run(["Pad", 18], [x], {}, { constants: [int64([1, 0]), tensor(9), int64([-1])] })).toEqual([wide]);
    expect(run(["Pad", 11], [rows], {}, { constants: [int64([0, -1, 1, 0])] })).toEqual([
      [
        [2, 3],
        [5, 6],
        [0, 0],
      ],
    ]); // a negative width cuts
    expect(run(["Pad", 11], [rows], { mode: "edge" }, { constants: [int64([0, 1, 0, -1])] })).toEqual([
      [
        [1, 1, 2],
        [4, 4, 5],
      ],
    ]);
  });
  test("Squeeze and Unsqueeze until 12: axes are attributes", () => {
    expect(run(["Unsqueeze", 11], [tensor([1, 2])], { axes: [0, 2] })).toEqual([[[[1], [2]]]]);
    expect(run(["Unsqueeze", 13], [tensor([1, 2])], {}, { constants: [int64([0, 2])] })).toEqual([
      [[[1], [2]]],
    ]);
    expect(run(["Squeeze", 11], [tensor([[[1], [2]]])], { axes: [0] })).toEqual([[[1], [2]]]);
    expect(run(["Squeeze", 11], [tensor([[[1], [2]]])])).toEqual([[1, 2]]);
  });
  test("Split until 12: sizes are an attribute; else equal parts", () => {
    expect(run(["Split", 11], [rows], { axis: 1, split: [1, 2] }, { outputs: 2 })).toEqual([
      [[1], [4]],
      [
        [2, 3],
        [5, 6],
      ],
    ]);
    expect(run(["Split", 13], [rows], { axis: 1 }, { constants: [int64([1, 2])], outputs: 2 })).toEqual([
      [[1], [4]],
      [
        [2, 3],
        [5, 6],
      ],
    ]);
    expect(run(["Split", 11], [rows], {}, { outputs: 2 })).toEqual([[[1, 2, 3]], [[4, 5, 6]]]);
  });
  test("reductions until 17: axes are an attribute; dimensions are kept unless said otherwise", () => {
    expect(run(["ReduceSum", 11], [rows], { axes: [1] })).toEqual([[[6], [15]]]);
    expect(run(["ReduceMean", 13], [rows], { axes: [0], keepdims: 0 })).toEqual([[2.5, 3.5, 4.5]]);
    expect(run(["ReduceMax", 11], [rows], { keepdims: 0 })).toEqual([6]);
    expect(run(["ReduceSum", 13], [rows], { noop_with_empty_axes: 1 })).toEqual([rows.toArray()]);
    expect(run(["ReduceMin", 18], [rows], {}, { constants: [int64([-1])] })).toEqual([[[1], [4]]]);
  });
  test("TopK until 9: k is an attribute", () => {
    expect(run(["TopK", 9], [rows], { k: 1 }, { outputs: 2 })).toEqual([
      [[3], [6]],
      [[2], [2]],
    ]);
    expect(
      run(["TopK", 11], [rows], { largest: 0, axis: 0 }, { constants: [int64([1])], outputs: 2 }),
    ).toEqual([[[1, 2, 3]], [[0, 0, 0]]]);
  });
});

test("a shape-like input that arrives only with the data is refused, by its place", () => {
  expect(thrown(() => run(["ReduceSum", 13], [rows, int64([1])]))).toBe(
    "ReduceSum: input 1 must be constant; fold the model first. (unsupported_operator)",
  );
  expect(thrown(() => run(["Split", 13], [rows, int64([1, 1])], {}, { outputs: 2 }))).toBe(
    "Split: input 1 must be constant; fold the model first. (unsupported_operator)",
  );
  expect(thrown(() => run(["CumSum", 14], [rows, int64(0)]))).toBe(
    "CumSum: input 1 must be constant; fold the model first. (unsupported_operator)",
  );
});

test("bounds of Clip that arrive with the data do work", () => {
  expect(run(["Clip", 13], [rows, tensor(2), tensor(5)])).toEqual([
    [
      [2, 2, 3],
      [4, 5, 5],
    ],
  ]);
});
