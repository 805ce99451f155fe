import { type FlatGraph, isNeuronNode } from "./flatten-graph.js";
import { invalid } from "./nir-tree.js";

/** In which order nodes are asked within a step, and which edges hand over what was said in the step before. */
export interface StepOrder {
  readonly order: readonly string[];
  readonly isLate: (from: string, to: string) => boolean;
}

/**
 * Within a step data go through the whole graph. Only round a circle something must be a step old: neurons of a circle hear one another a step later, whatever order a file
 * has; a `Delay` of a step or more, whose output is known before its input, needs nothing else.
 *
 * Throws  `invalid_nir` for a circle without a neuron or a delay.
 */
export function stepOrder({ nodes, edges }: FlatGraph, delays: (name: string) => boolean): StepOrder {
  const now = edges.filter(([, to]) => !delays(to));
  const next = new Map<string, string[]>();
  for (const [from, to] of now) next.set(from, [...(next.get(from) ?? []), to]);
  const late = new Set<string>();
  for (const [name, node] of nodes) {
    if (!isNeuronNode(node)) continue;
    for (const to of next.get(name) ?? []) if (reaches(next, to, name)) late.add(key(name, to));
  }
  const waiting = new Map([...nodes.keys()].map((name) => [name, 0]));
  const immediate = now.filter(([from, to]) => !late.has(key(from, to)));
  for (const [, to] of immediate) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const order = [...nodes.keys()].filter((name) => waiting.get(name) === 0);
  for (const name of order) {
    for (const [from, to] of immediate) {
      if (from !== name) continue;
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  if (order.length < nodes.size) {
    const round = [...nodes.keys()].filter((name) => !order.includes(name)).slice(0, 6);
    throw invalid(
      "runNir",
      `${round.join(", ")} form a circle in which nothing takes time; put a neuron or a Delay into it`,
    );
  }
  return { order, isLate: (from, to) => late.has(key(from, to)) };
}

const key = (from: string, to: string): string => JSON.stringify([from, to]);

function reaches(next: ReadonlyMap<string, readonly string[]>, start: string, goal: string): boolean {
  const seen = new Set([start]);
  for (const name of seen) {
    if (name === goal) return true;
    for (const to of next.get(name) ?? []) seen.add(to);
  }
  return false;
}
