import { expect, test } from "vitest";
import { random } from "../../test/support/check-op.js";
import { type Layer, noRandom } from "../nn/layer.js";
import * as layers from "../nn/layers/index.js";
import { evaluateGraph } from "./evaluate.js";
import { type Graph, graphInput, graphNodes, type Value } from "./graph.js";
import { conv, mean, square, sum, transpose } from "./ops/index.js";
import { simplify } from "./simplify.js";
import { shapeSize } from "./size.js";
import { grad } from "./vjp.js";

/** Three blocks of convolution and pooling on an image with its channels last, and the gradients of a loss. */
function network(): { readonly inference: Graph; readonly training: Graph } {
  const inputs: Value[] = [graphInput("x", { dtype: "float64", shape: [2, 16, 16, 3] })];
  const apply = (x: Value, layer: Layer): Value => {
    const specs = Object.entries(layer.weights([x.type], layer.kind));
    const weights = specs.map(([name, { shape }]): [string, Value] => [
      name,
      graphInput(`${inputs.length} ${name}`, { dtype: "float64", shape }),
    ]);
    inputs.push(...weights.map(([, value]) => value));
    const context = { training: true, random: noRandom, name: layer.kind };
    return layer.call({ ...context, inputs: [x], weights: Object.fromEntries(weights) }).outputs[0];
  };
  const blocks = [4, 5, 6].flatMap((filters) => [
    layers.conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu" }),
    layers.maxPooling2d(),
  ]);
  const y = [...blocks, layers.flatten(), layers.dense({ units: 2 })].reduce(apply, inputs[0]);
  const loss = mean(square(y));
  const gradients = grad(loss, inputs.slice(1)).map((g, i): [string, Value] => [`gradient ${i}`, g]);
  return {
    inference: { inputs, outputs: { y } },
    training: { inputs, outputs: { loss, ...Object.fromEntries(gradients) } },
  };
}

/** Transposes of images: those of weights begin at an input of the graph, and are folded or small. */
const imageTransposes = (graph: Graph): number =>
  graphNodes(graph).filter(
    ({ op, outputs: [y], inputs: [x] }) =>
      op === transpose.def &&
      y.shape.length === 4 &&
      y.shape.includes(2) &&
      (x?.node !== null || x.name === "x"),
  ).length;

const feedsOf = ({ inputs }: Graph): Record<string, ReturnType<typeof random>> =>
  Object.fromEntries(
    inputs.map(({ name, shape }, i) => [name ?? "", random(shape as readonly number[], { seed: i + 1 })]), // built of numbers
  );

test("three blocks of convolution and pooling keep two transposes of images: the first and the last", () => {
  const { inference } = network();
  expect(imageTransposes(inference)).toBe(12);
  expect(imageTransposes(simplify(inference))).toBe(2);
});

test("the graph with gradients computes the same", () => {
  const { training } = network();
  const simpler = simplify(training);
  expect(imageTransposes(simpler)).toBeLessThan(imageTransposes(training));
  const [plain, fast] = [training, simpler].map((graph) => evaluateGraph(graph, feedsOf(training), true));
  for (const [name, expected] of Object.entries(plain))
    for (const [i, v] of expected.toFloat64().entries())
      expect(Math.abs(fast[name].toFloat64()[i] - v), name).toBeLessThan(1e-9 * (1 + Math.abs(v)));
});

test("the gradient of a kernel transposes images, not the patches cut from them", () => {
  const x = graphInput("x", { dtype: "float64", shape: [2, 8, 8, 3] });
  const kernel = graphInput("kernel", { dtype: "float64", shape: [4, 3, 3, 3] });
  const loss = sum(square(conv(transpose(x, { axes: [0, 3, 1, 2] }), kernel, null)));
  const graph = simplify({ inputs: [x, kernel], outputs: { gradient: grad(loss, [kernel])[0] } });
  const sizes = graphNodes(graph)
    .filter(({ op }) => op === transpose.def)
    .map(({ outputs: [y] }) => shapeSize(y.shape));
  const [image, places, weights] = [2 * 3 * 8 * 8, 2 * 4 * 6 * 6, 4 * 3 * 3 * 3];
  expect(sizes.toSorted()).toEqual([image, image, places, places, weights].toSorted());
});

test("a reduction, a slice and a sum with a bias stand before the transpose", () => {
  const x = graphInput("x", { dtype: "float64", shape: [2, 3, 4, 5] });
  const turned = transpose(x, { axes: [0, 2, 3, 1] });
  const y = sum(turned, { axis: [1, 3], keepdims: false }); // [2, 5] of axes 0 and 3
  const graph = simplify({ inputs: [x], outputs: { y } });
  expect(graphNodes(graph).map(({ op }) => op.name)).toEqual(["sum"]);
  const feeds = feedsOf(graph);
  expect(evaluateGraph(graph, feeds).y.toArray()).toEqual(
    evaluateGraph({ inputs: [x], outputs: { y } }, feeds).y.toArray(),
  );
});
