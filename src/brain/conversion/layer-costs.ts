import type { SpikingDescription, SpikingNode } from "./spiking-description.js";

/** What a layer of neurons costs. */
export interface LayerCost {
  readonly name: string;
  /** Neurons, or for the last entry, which does not fire, outputs. */
  readonly units: number;
  /** Synapses that a spike of this layer reaches, on average over its neurons; borders count as the middle. */
  readonly fanOut: number;
  /** Multiplications with an addition by which the trained network computes this layer. */
  readonly macs: number;
  /** It reads the data themselves, which are numbers and not spikes: it multiplies in the converted network too. */
  readonly isAnalog: boolean;
}

/** Whether what a node hands on are spikes that it sends itself. */
export const isSpiking = ({ kind }: SpikingNode): boolean =>
  kind === "integrateAndFire" || kind === "maxPool";

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The layers of neurons in order, and at last the output. */
export function layerCosts({ nodes }: SpikingDescription): readonly LayerCost[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const inTime = new Set<string>();
  for (const node of nodes)
    if (node.kind === "integrateAndFire" || node.inputs.some((from) => inTime.has(from)))
      inTime.add(node.name);
  const firing = nodes.filter((node) => (isSpiking(node) && inTime.has(node.name)) || node.kind === "output");
  const given = (node: SpikingNode): readonly SpikingNode[] =>
    node.inputs.map((from) => byName.get(from) as SpikingNode); // it stands before

  /** The nodes between a layer of neurons and those before it. */
  const behind = (node: SpikingNode, found = new Set<SpikingNode>()): ReadonlySet<SpikingNode> => {
    for (const before of given(node)) {
      if (firing.includes(before) || found.has(before)) continue;
      found.add(before);
      behind(before, found);
    }
    return found;
  };
  /** Synapses for each number that a node hands on. */
  const reach = (node: SpikingNode): number =>
    nodes
      .filter(({ inputs }) => inputs.includes(node.name))
      .reduce((total, next) => total + connections(node, next), 0);
  const connections = (node: SpikingNode, next: SpikingNode): number => {
    if (next.kind === "affine" || next.kind === "conv") return macsOf(next) / count(node.shape);
    if (next.kind === "integrateAndFire" || next.kind === "output") return 1;
    if (next.kind === "maxPool") return windowsOf(next) / count(node.shape);
    if (next.kind === "averagePool") return (windowsOf(next) / count(node.shape)) * reach(next);
    return reach(next); // the same numbers, added or in another shape
  };

  return firing.map((node) => {
    const between = [...behind(node)];
    return {
      name: node.name,
      units: count(node.shape),
      fanOut: node.kind === "output" ? 0 : reach(node),
      macs: between.reduce((total, one) => total + macsOf(one), 0),
      isAnalog: between.some(({ kind }) => kind === "input"),
    };
  });
}

/** Places of all windows of a pool. */
const windowsOf = (node: Extract<SpikingNode, { kind: "averagePool" | "maxPool" }>): number =>
  count(node.shape) * count(node.poolSize);

function macsOf(node: SpikingNode): number {
  if (node.kind === "affine") return count(node.shape) * node.weight.shape[0];
  if (node.kind === "conv") return count(node.shape) * count(node.weight.shape.slice(0, -1));
  return 0;
}
