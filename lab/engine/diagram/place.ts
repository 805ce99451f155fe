import { Graph, layout } from "@dagrejs/dagre";
import type { Box, Link, Placed, Point } from "./layout.js";

export interface Placing {
  readonly direction: "LR" | "RL" | "TB";
  /** Between boxes of one rank, and between ranks. */
  readonly gap: number;
  readonly rankGap: number;
}

export interface PlacedBoxes {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Placed[];
  readonly routes: readonly (readonly Point[])[];
}

/** Beyond this many boxes, ranks are found by a quicker way that makes links a little longer. */
const many = 400;

/** Boxes in ranks, with as few crossings as may be. Links to boxes that are not there, to itself and twice are left out. */
export function place(
  boxes: readonly Pick<Box, "id" | "width" | "height">[],
  links: readonly Link[],
  { direction, gap, rankGap }: Placing,
): PlacedBoxes {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({
    rankdir: direction,
    nodesep: gap,
    ranksep: rankGap,
    edgesep: 8,
    ranker: boxes.length > many ? "tight-tree" : "network-simplex",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const { from, to } of links)
    if (from !== to && graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Number.isFinite(width) ? width : 0, // of no boxes
    height: Number.isFinite(height) ? height : 0,
    boxes: boxes.map(({ id, width: w, height: h }) => {
      const { x, y } = graph.node(id) as Point;
      return { id, x: x - w / 2, y: y - h / 2, width: w, height: h };
    }),
    routes: links.map(({ from, to }) => {
      const label = from !== to && graph.hasEdge(from, to) ? graph.edge(from, to) : undefined;
      return (label as { points?: Point[] } | undefined)?.points ?? [];
    }),
  };
}
