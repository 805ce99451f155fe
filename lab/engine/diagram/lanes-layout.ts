import type { Box, Lane, Layout, Link, Placed, Plan } from "./layout.js";
import { place } from "./place.js";

/** More at the sides along which wires lead around boxes. */
const margin = { x: 12, y: 38 };
const laneGap = { across: 44, tall: 26 };
const cellGap = 40;
/** Around the boxes of an unfolded group; more at the side where its name stands, which is above and left when turned. */
const padding = { side: 14, title: 30 };
const lanes: readonly Lane[] = [0, 1, 2];
const direction = { 0: "LR", 1: "RL", 2: "TB" } as const;

/** One lane of a cell: a box, or the boxes of an unfolded group with a frame around them. */
interface Block {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Placed[];
  readonly frame: string | undefined;
}

/**
 * A training step: each layer a cell, in it three lanes, one below the other. Forward runs to the right, backward beneath it to the
 * left, the update stands below. Cells follow one another as the forward links say.
 */
export function lanesLayout({ boxes, links, isTall }: Plan): Layout {
  const cells = [...new Set(boxes.map(({ cell = "-" }) => cell))];
  const cellOf = new Map(boxes.map(({ id, cell = "-" }) => [id, cell]));
  const laneOf = new Map(boxes.map(({ id, lane = 0 }) => [id, lane]));
  const blocks = cells.map((cell) =>
    lanes.map((lane) =>
      blockOf(
        boxes.filter((box) => (box.cell ?? "-") === cell && (box.lane ?? 0) === lane),
        links,
        lane,
        isTall,
      ),
    ),
  );
  const heights = lanes.map((lane) => Math.max(0, ...blocks.map((block) => block[lane].height)));
  const gap = isTall ? laneGap.tall : laneGap.across;
  const height = heights.reduce((sum, h) => sum + h + (h > 0 ? gap : 0), -gap);
  const columns = cells.map((id, k) => ({
    id,
    width: Math.max(...blocks[k].map(({ width }) => width)),
    height,
  }));
  const forward = links.flatMap(({ from, to }): Link[] =>
    laneOf.get(from) === 0 && laneOf.get(to) === 0
      ? [{ from: cellOf.get(from) ?? "-", to: cellOf.get(to) ?? "-" }]
      : [],
  );
  const placed = place(columns, withoutShortcuts(cells, forward), {
    direction: "LR",
    gap: 40,
    rankGap: cellGap,
  });
  const done: Placed[] = [];
  const frames: Placed[] = [];
  for (const [k, cell] of placed.boxes.entries()) {
    let top = cell.y + margin.y;
    for (const lane of lanes) {
      const block = blocks[k][lane];
      const x = cell.x + margin.x + (cell.width - block.width) / 2;
      const y = top + (heights[lane] - block.height) / 2;
      for (const box of block.boxes) done.push({ ...box, x: box.x + x, y: box.y + y });
      if (block.frame !== undefined)
        frames.push({ id: block.frame, x, y, width: block.width, height: block.height });
      if (heights[lane] > 0) top += heights[lane] + gap;
    }
  }
  return {
    width: placed.width + 2 * margin.x,
    height: placed.height + 2 * margin.y,
    boxes: done,
    frames,
    routes: links.map(() => undefined),
  };
}

function blockOf(boxes: readonly Box[], links: readonly Link[], lane: Lane, isTall: boolean): Block {
  if (boxes.length === 0) return { width: 0, height: 0, boxes: [], frame: undefined };
  const inner = place(boxes, links, { direction: direction[lane], gap: 14, rankGap: 26 });
  const { frame } = boxes[0];
  if (frame === undefined) return { ...inner, frame };
  const before = isTall ? { x: padding.title, y: padding.side } : { x: padding.side, y: padding.title };
  return {
    width: inner.width + before.x + padding.side,
    height: inner.height + before.y + padding.side,
    boxes: inner.boxes.map((box) => ({ ...box, x: box.x + before.x, y: box.y + before.y })),
    frame,
  };
}

/** Links that a longer way makes up for are left out: a chain of layers stays a straight line. */
function withoutShortcuts(cells: readonly string[], links: readonly Link[]): readonly Link[] {
  const after = new Map(cells.map((cell) => [cell, new Set<string>()]));
  for (const { from, to } of links) if (from !== to) after.get(from)?.add(to);
  const reaches = (from: string, to: string): boolean => {
    const seen = new Set<string>();
    const open = [...(after.get(from) ?? [])].filter((next) => next !== to);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === to) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(after.get(next) ?? []));
    }
    return false;
  };
  return links.filter(({ from, to }) => !reaches(from, to));
}
