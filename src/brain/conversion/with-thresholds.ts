import { fromFloat64 } from "../../core/tensor.js";
import { mapLast } from "./fold-scales.js";
import type { SpikingNode } from "./spiking-description.js";

/**
 * The network with its thresholds. A spike of a neuron with threshold θ stands for θ, so weights behind it are multiplied by that: `x = θ s`, `x W = s (θ W)`. Dividing both the threshold of a
 * layer and what it receives by θ, as is done where all thresholds are to be 1, changes no spike.
 *
 * Source  threshold balancing: Diehl et al. (2015), IJCNN; Rueckauer et al. (2017), Front. Neurosci. 11:682
 */
export function withThresholds(
  nodes: readonly SpikingNode[],
  thresholds: ReadonlyMap<string, number>,
  start: number,
): readonly SpikingNode[] {
  const worth = new Map<string, number>(); // what 1, handed on, stands for
  const result: SpikingNode[] = [];
  const place = (node: SpikingNode, value: number): void => {
    result.push(node);
    worth.set(node.name, value);
  };
  const worthOf = (name: string): number => worth.get(name) ?? 1;
  /** The inputs, each scaled so that 1 stands for 1. */
  const inOwnUnits = ({ name, inputs }: SpikingNode): readonly string[] =>
    inputs.map((from, k) => {
      const value = worthOf(from);
      if (value === 1) return from;
      const { shape } = result.find((node) => node.name === from) as SpikingNode; // it stands before
      const scale = fromFloat64(Float64Array.of(value), [], "float64");
      const offset = fromFloat64(Float64Array.of(0), [], "float64");
      const between = `${from}_to_${name}${inputs.indexOf(from) === k ? "" : `_${k}`}`;
      place({ kind: "scale", name: between, inputs: [from], shape, scale, offset }, 1);
      return between;
    });

  for (const node of nodes) {
    const value = worthOf(node.inputs[0]);
    switch (node.kind) {
      case "input":
        place(node, 1);
        break;
      case "affine":
      case "conv":
        place({ ...node, weight: mapLast(node.weight, (w) => w * value) }, 1);
        break;
      case "scale":
        place({ ...node, scale: mapLast(node.scale, (a) => a * value) }, 1);
        break;
      case "integrateAndFire": {
        const vThreshold = thresholds.get(node.name) ?? 1;
        place({ ...node, inputs: inOwnUnits(node), vThreshold, vStart: start * vThreshold }, vThreshold);
        break;
      }
      case "add": {
        const isSame = node.inputs.every((from) => worthOf(from) === value);
        place(isSame ? node : { ...node, inputs: inOwnUnits(node) }, isSame ? value : 1);
        break;
      }
      case "output":
        place({ ...node, inputs: inOwnUnits(node) }, 1);
        break;
      default:
        place(node, value); // pools and new shapes
    }
  }
  return result;
}
