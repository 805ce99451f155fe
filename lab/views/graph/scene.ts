import type { GraphDescription, NodeDescription, Port } from "neurograd/explain";
import type { Lane } from "../../engine/diagram/layout.js";

// What is drawn of a graph: folded groups and single nodes, and what leads from one to the other.

export interface Card {
  readonly id: string;
  readonly kind: "group" | "node";
  /** The nodes that it stands for, in order. */
  readonly nodes: readonly number[];
  /** Of a group its layer; of a node its operator. */
  readonly title: string;
  /** The group that it belongs to, or is. */
  readonly group: string;
  readonly layer: string;
  readonly role: NodeDescription["role"];
  readonly lane: Lane;
  /** The group is unfolded, and drawn around it. */
  readonly frame: string | undefined;
  /** It is one thing given from outside. */
  readonly isInput: boolean;
}

export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly role: NodeDescription["role"];
  /** A forward value that the derivative or the update needs again. */
  readonly isKept: boolean;
  /** The values that flow. */
  readonly ports: readonly Port[];
}

export interface Scene {
  readonly cards: readonly Card[];
  readonly wires: readonly Wire[];
  /** The card that shows each node that is drawn. */
  readonly cardOf: ReadonlyMap<number, string>;
  /** Groups with more than one node. */
  readonly groups: readonly string[];
  /** Nodes that were left out, being too many. */
  readonly leftOut: number;
}

/** Beyond so many nodes the parts of a group are not told apart: it would take too long. */
const mostTold = 4000;
/** More boxes than this are not drawn at once. */
export const mostCards = 900;
const lanes = { forward: 0, backward: 1, update: 2 } as const;

/** Nodes that are drawn: no constants, which stand in the node that uses them, and no inputs that nothing uses. */
export function drawnNodes({ nodes, outputs }: GraphDescription): readonly NodeDescription[] {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.map((port) => port?.node)));
  for (const port of Object.values(outputs)) used.add(port.node);
  return nodes.filter(({ kind, id }) => kind === "operator" || (kind === "input" && used.has(id)));
}

/** A training step: a group for each layer and each of its three parts. `open` are the groups that show their nodes. */
export function stepScene(graph: GraphDescription, open: ReadonlySet<string>): Scene {
  const groupOf = (node: NodeDescription): string => `${node.role}:${node.layer}`;
  return sceneOf(graph, drawnNodes(graph), (node) => {
    const group = groupOf(node);
    const isOpen = open.has(group);
    return { group, title: node.layer, isOpen, instance: 0, frame: isOpen ? group : undefined };
  });
}

/** A file: groups by what the names of nodes begin with, `layer1/conv`. */
export function fileScene(graph: GraphDescription, open: ReadonlySet<string>): Scene {
  const drawn = drawnNodes(graph);
  const shown = drawn.slice(0, mostCards * 20);
  const sizes = new Map<string, number>();
  for (const { layer } of shown)
    for (const prefix of prefixesOf(layer)) sizes.set(prefix, (sizes.get(prefix) ?? 0) + 1);
  const closed = (node: NodeDescription): string | undefined =>
    prefixesOf(node.layer).find((prefix) => !open.has(prefix) && (sizes.get(prefix) ?? 0) > 1);
  const instances = shown.length > mostTold ? new Map<number, number>() : instancesOf(graph, shown, closed);
  return sceneOf(graph, shown, (node) => {
    const folded = closed(node);
    const frame = prefixesOf(node.layer).findLast((prefix) => open.has(prefix));
    const group = folded ?? frame ?? node.layer;
    return {
      group,
      title: group,
      isOpen: folded === undefined,
      instance: instances.get(node.id) ?? 0,
      frame,
    };
  });
}

/** `a`, `a/b`, `a/b/c`. */
function prefixesOf(layer: string): readonly string[] {
  const parts = layer === "" ? [] : layer.split("/");
  return parts.map((_, k) => parts.slice(0, k + 1).join("/"));
}

interface Membership {
  readonly group: string;
  readonly title: string;
  readonly isOpen: boolean;
  /** Tells apart nodes of one group between which others stand. */
  readonly instance: number;
  /** The unfolded group around it. */
  readonly frame: string | undefined;
}

function sceneOf(
  graph: GraphDescription,
  drawn: readonly NodeDescription[],
  membershipOf: (node: NodeDescription) => Membership,
): Scene {
  const members = new Map<string, { node: NodeDescription; of: Membership }[]>();
  const counts = new Map<string, number>();
  for (const node of drawn) {
    const of = membershipOf(node);
    counts.set(of.group, (counts.get(of.group) ?? 0) + 1);
    const id = of.isOpen ? `node:${node.id}` : `group:${of.group}#${of.instance}`;
    members.set(id, [...(members.get(id) ?? []), { node, of }]);
  }
  const all = [...members].map(([id, list]) => cardOf(id, list, (counts.get(list[0].of.group) ?? 0) > 1));
  const cards = all.slice(0, mostCards);
  const shown = new Map(cards.flatMap(({ id, nodes }) => nodes.map((node) => [node, id] as const)));
  return {
    cards,
    wires: wiresOf(graph, shown),
    cardOf: shown,
    groups: [...counts].filter(([group, count]) => count > 1 && group !== "").map(([group]) => group),
    leftOut: drawn.length - shown.size,
  };
}

function cardOf(
  id: string,
  list: readonly { node: NodeDescription; of: Membership }[],
  isOfGroup: boolean,
): Card {
  const { node, of } = list[0];
  const kind = list.length > 1 ? "group" : "node";
  return {
    id,
    kind,
    nodes: list.map((one) => one.node.id),
    title: kind === "group" ? of.title : node.op,
    group: of.group,
    layer: node.layer,
    role: node.role,
    lane: lanes[node.role],
    frame: kind === "node" && isOfGroup ? of.frame : undefined,
    isInput: kind === "node" && node.kind === "input",
  };
}

function wiresOf({ nodes }: GraphDescription, shown: ReadonlyMap<number, string>): readonly Wire[] {
  const wires = new Map<
    string,
    { from: string; to: string; role: Wire["role"]; isKept: boolean; ports: Port[] }
  >();
  for (const [id, to] of shown)
    for (const port of nodes[id].inputs) {
      const from = port === null ? undefined : shown.get(port.node);
      if (port === null || from === undefined || from === to) continue;
      const key = `${from}>${to}`;
      const { role } = nodes[id];
      const isKept = nodes[port.node].role === "forward" && role !== "forward";
      const wire = wires.get(key) ?? { from, to, role, isKept, ports: [] };
      if (!wire.ports.some((one) => one.node === port.node && one.output === port.output))
        wire.ports.push(port);
      wires.set(key, wire);
    }
  return [...wires.values()];
}

/**
 * Nodes of one group between which a node of another stands, on some path, are told apart: folded into one they would make a circle.
 * Each node gets the number of its part of the group.
 */
function instancesOf(
  { nodes }: GraphDescription,
  drawn: readonly NodeDescription[],
  groupOf: (node: NodeDescription) => string | undefined,
): ReadonlyMap<number, number> {
  const instances = new Map<number, number>();
  // For each node: the highest part of each group before it, and of those that were left on the way.
  const reached = new Map<number, ReadonlyMap<string, number>>();
  const left = new Map<number, ReadonlyMap<string, number>>();
  const isDrawn = new Set(drawn.map(({ id }) => id));
  const raise = (map: Map<string, number>, group: string, part: number): void => {
    if ((map.get(group) ?? -1) < part) map.set(group, part);
  };
  for (const node of drawn) {
    const own = groupOf(node);
    const before = new Map<string, number>();
    const gone = new Map<string, number>();
    for (const port of nodes[node.id].inputs) {
      if (port === null || !isDrawn.has(port.node)) continue;
      const group = groupOf(nodes[port.node]);
      for (const [name, part] of reached.get(port.node) ?? []) {
        raise(before, name, part);
        if (name !== group) raise(gone, name, part);
      }
      for (const [name, part] of left.get(port.node) ?? []) raise(gone, name, part);
      if (group !== undefined) raise(before, group, instances.get(port.node) ?? 0);
    }
    if (own !== undefined) instances.set(node.id, Math.max(before.get(own) ?? 0, (gone.get(own) ?? -1) + 1));
    reached.set(node.id, before);
    left.set(node.id, gone);
  }
  return instances;
}
