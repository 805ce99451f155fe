import { sizeOf } from "../../core/tensor.js";
import type { SpikingNode } from "../conversion/spiking-description.js";

/**
 * The nodes with the input in the shape in which it is used: NIR has no change of shape but flattening. An image that is only flattened comes in flat; [28, 28] that becomes
 * [28, 28, 1] comes in so.
 */
export function withoutReshapes(nodes: readonly SpikingNode[]): readonly SpikingNode[] {
  const input = nodes.find(({ kind }) => kind === "input");
  if (input === undefined) return nodes;
  // From the input on, as long as each number goes its own way by the same rule.
  const before = [input.name];
  let after = readersOf(nodes, input.name);
  while (
    after.length === 1 &&
    after[0].kind === "scale" &&
    after[0].scale.size === 1 &&
    after[0].offset.size === 1
  ) {
    before.push(after[0].name);
    after = readersOf(nodes, after[0].name);
  }
  const [first] = after;
  const isFlat = after.length > 0 && after.every(({ kind }) => kind === "flatten");
  const isOther = after.length === 1 && first.kind === "reshape";
  if (!isFlat && !isOther) return nodes;
  const shape = isFlat ? [sizeOf(input.shape)] : first.shape;
  const shaped = nodes.map((node) => (before.includes(node.name) ? { ...node, shape } : node));
  if (isFlat) return shaped; // flattening what is flat says nothing
  return shaped
    .filter(({ name }) => name !== first.name)
    .map((node) => ({
      ...node,
      inputs: node.inputs.map((name) => (name === first.name ? (before.at(-1) ?? name) : name)),
    }));
}

const readersOf = (nodes: readonly SpikingNode[], name: string): readonly SpikingNode[] =>
  nodes.filter(({ inputs }) => inputs.includes(name));
