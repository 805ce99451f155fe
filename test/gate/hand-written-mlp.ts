import { type Tensor, tensor } from "../../src/core/tensor.js";
import { attribute } from "../../src/onnx/attribute.js";
import type { NodeProto, TensorProto, ValueInfoProto } from "../../src/onnx/messages.js";
import { tensorToProto } from "../../src/onnx/tensor-proto.js";
import { encodeModel } from "../../src/onnx/wire.js";

const elem = { float32: 1, uint8: 2, int64: 7 } as const;

/**
 * The training step of a 784-128-128-10 network with Adam as one would write it by hand in ONNX: what the traced and
 * differentiated graph is measured against. Inputs and outputs are named as in the traced one (see `gate.full.test.ts`).
 */
export function handWrittenMlp(batch: number): Uint8Array {
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const inputs: ValueInfoProto[] = [];
  const outputs: ValueInfoProto[] = [];
  let count = 0;

  const info = (
    name: string,
    shape: readonly number[],
    dtype: keyof typeof elem = "float32",
  ): ValueInfoProto => ({
    name,
    type: { tensorType: { elemType: elem[dtype], shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
  });
  const node = (
    opType: string,
    input: readonly string[],
    attrs: Record<string, Parameters<typeof attribute>[1]> = {},
    output = `t${count++}`,
  ): string => {
    nodes.push({
      opType,
      input: [...input],
      output: [output],
      attribute: Object.entries(attrs).map(([k, v]) => attribute(k, v)),
    });
    return output;
  };
  const constant = (value: Tensor): string => {
    const name = `c${count++}`;
    initializers.push(tensorToProto(value, name));
    return name;
  };
  const scalar = (x: number): string => constant(tensor(x));
  const axes = (...list: number[]): string => constant(tensor(list, { dtype: "int64" }));

  inputs.push(info("x", [batch, 784], "uint8"), info("y", [batch], "uint8"), info("lr", []), info("t", []));
  const sizes = [784, 128, 128, 10];
  const weights = [0, 1, 2].flatMap((i) => [
    { name: `w${i}`, shape: [sizes[i], sizes[i + 1]] },
    { name: `b${i}`, shape: [sizes[i + 1]] },
  ]);
  for (const { name, shape } of weights)
    inputs.push(info(name, shape), info(`m_${name}`, shape), info(`v_${name}`, shape));

  // forward
  const a0 = node("Mul", [node("Cast", ["x"], { to: 1 }), scalar(1 / 255)]);
  const a1 = node("Relu", [node("Gemm", [a0, "w0", "b0"])]);
  const a2 = node("Relu", [node("Gemm", [a1, "w1", "b1"])]);
  const logits = node("Gemm", [a2, "w2", "b2"]);
  const logp = node("LogSoftmax", [logits], { axis: -1 });
  const hot = node("OneHot", [node("Cast", ["y"], { to: 7 }), axes(10), constant(tensor([0, 1]))], {
    axis: -1,
  });
  const total = node("ReduceSum", [node("Mul", [hot, logp]), axes(0, 1)], { keepdims: 0 });
  node("Div", [node("Neg", [total]), scalar(batch)], {}, "loss");
  outputs.push(info("loss", []));

  // backward: (softmax − onehot) / batch, then through the layers
  let g = node("Mul", [node("Sub", [node("Exp", [logp]), hot]), scalar(1 / batch)]);
  const grads: Record<string, string> = {};
  for (const [i, a] of [
    [2, a2],
    [1, a1],
    [0, a0],
  ] as const) {
    grads[`w${i}`] = node("Gemm", [a, g], { transA: 1 });
    grads[`b${i}`] = node("ReduceSum", [g, axes(0)], { keepdims: 0 });
    if (i > 0) g = node("Mul", [node("Gemm", [g, `w${i}`], { transB: 1 }), node("Sign", [a])]);
  }

  // Adam as Keras writes it
  const t = node("Add", ["t", scalar(1)], {}, "next/t");
  outputs.push(info("next/t", []));
  const root = node("Sqrt", [node("Sub", [scalar(1), node("Pow", [scalar(0.999), t])])]);
  const alpha = node("Div", [
    node("Mul", ["lr", root]),
    node("Sub", [scalar(1), node("Pow", [scalar(0.9), t])]),
  ]);
  for (const { name, shape } of weights) {
    const gw = grads[name];
    const m = node(
      "Add",
      [`m_${name}`, node("Mul", [node("Sub", [gw, `m_${name}`]), scalar(0.1)])],
      {},
      `next/m_${name}`,
    );
    const v = node(
      "Add",
      [`v_${name}`, node("Mul", [node("Sub", [node("Mul", [gw, gw]), `v_${name}`]), scalar(0.001)])],
      {},
      `next/v_${name}`,
    );
    node(
      "Sub",
      [name, node("Div", [node("Mul", [m, alpha]), node("Add", [node("Sqrt", [v]), scalar(1e-7)])])],
      {},
      `next/${name}`,
    );
    outputs.push(info(`next/${name}`, shape), info(`next/m_${name}`, shape), info(`next/v_${name}`, shape));
  }
  return encodeModel({
    irVersion: 9,
    opsetImport: [{ domain: "", version: 20 }],
    graph: { name: "hand-written", node: nodes, initializer: initializers, input: inputs, output: outputs },
  });
}
