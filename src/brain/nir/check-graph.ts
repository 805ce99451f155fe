import { unknownName } from "../../core/errors.js";
import { sizeOf, type Tensor } from "../../core/tensor.js";
import { isNeuronNode } from "./flatten-graph.js";
import type { NirGraph, NirNeuron, NirNode } from "./nir-graph.js";
import { invalid } from "./nir-tree.js";
import { camelCase, nodeFields } from "./node-fields.js";

/**
 * What every graph must be, whether read, written or run: edges between nodes that exist, arrays that fit one another.
 *
 * Throws  `unknown_name`, `invalid_nir`.
 */
export function checkGraph(graph: NirGraph, where: string): void {
  const names = Object.keys(graph.nodes);
  for (const edge of graph.edges)
    for (const name of edge)
      if (!Object.hasOwn(graph.nodes, name))
        throw unknownName(`${where}: edge ${edge.join(" → ")}`, name, names);
  for (const [name, node] of Object.entries(graph.nodes)) {
    if (node.type === "NIRGraph") checkGraph(node, `${where}/${name}`);
    else checkNode(node, `${where}/${name}: ${node.type}`);
  }
}

function checkNode(node: Exclude<NirNode, NirGraph>, where: string): void {
  if (isNeuronNode(node)) checkNeuron(node, where);
  switch (node.type) {
    case "Affine": {
      const { weight, bias } = node;
      checkRank(weight, 2, where);
      const out = weight.shape.slice(0, -1);
      if (bias.size === sizeOf(out)) break;
      throw invalid(
        where,
        `the bias is [${bias.shape.join(", ")}] beside a weight [${weight.shape.join(", ")}]; it must be [${out.join(", ")}]`,
      );
    }
    case "Linear":
      checkRank(node.weight, 2, where);
      break;
    case "Conv1d":
    case "Conv2d": {
      const { weight, bias, groups } = node;
      checkExactRank(weight, node.type === "Conv1d" ? 3 : 4, where);
      const [out] = weight.shape;
      if (groups < 1 || out % groups !== 0)
        throw invalid(where, `${groups} groups do not divide ${out} filters`);
      if (bias.size !== out)
        throw invalid(
          where,
          `the bias is [${bias.shape.join(", ")}] for ${out} filters; give one number for each`,
        );
      checkAbove(node.stride, 1, `${where}.stride`);
      checkAbove(node.dilation, 1, `${where}.dilation`);
      break;
    }
    case "SumPool2d":
    case "AvgPool2d":
      checkAbove(node.kernelSize, 1, `${where}.kernel_size`);
      checkAbove(node.stride, 1, `${where}.stride`);
      break;
    case "Input":
    case "Output":
      checkAbove(node.shape, 0, `${where}.shape`);
      break;
  }
}

/** All numbers of a neuron have one shape; one number may stand for all. */
function checkNeuron(node: NirNeuron, where: string): void {
  const given = new Map<string, unknown>(Object.entries(node));
  let largest: Tensor | undefined;
  const arrays = nodeFields[node.type].map(
    ({ name }) => [name, given.get(camelCase(name)) as Tensor] as const,
  ); // neurons have arrays alone
  for (const [, array] of arrays) if (largest === undefined || array.size > largest.size) largest = array;
  for (const [name, { shape, size }] of arrays) {
    if (size === 1 || shape.join() === largest?.shape.join()) continue;
    throw invalid(
      where,
      `${name} is [${shape.join(", ")}] beside [${largest?.shape.join(", ")}]; all numbers of a neuron need one shape, or are single`,
    );
  }
}

function checkRank(weight: Tensor, least: number, where: string): void {
  if (weight.shape.length < least)
    throw invalid(
      where,
      `the weight is [${weight.shape.join(", ")}]; it needs at least ${least} axes, [out, in]`,
    );
}

function checkExactRank(weight: Tensor, rank: number, where: string): void {
  const wanted = rank === 3 ? "[out, in, size]" : "[out, in, height, width]";
  if (weight.shape.length !== rank)
    throw invalid(where, `the weight is [${weight.shape.join(", ")}]; it must be ${wanted}`);
}

function checkAbove(values: readonly number[], least: number, where: string): void {
  if (values.some((value) => value < least))
    throw invalid(where, `is ${values.join(", ")}; it must be at least ${least}`);
}
