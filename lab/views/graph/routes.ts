import type { Placed, Point } from "../../engine/diagram/layout.js";

const near = 6;

/** On which side a wire leads around what stands in its way. */
export type Around = "top" | "bottom" | "left" | "right";

/** The way of a wire between two boxes: through given points, around others, or from the sides that face each other. */
export function wirePath(
  from: Placed,
  to: Placed,
  points?: readonly Point[] | undefined,
  around?: Around | undefined,
): string {
  if (points !== undefined && points.length > 2) return smooth(points);
  if (around !== undefined) return arch(from, to, around);
  const [a, b] = [middle(from), middle(to)];
  const right = to.x - (from.x + from.width);
  const left = from.x - (to.x + to.width);
  const down = to.y - (from.y + from.height);
  const up = from.y - (to.y + to.height);
  const across = Math.max(right, left);
  const along = Math.max(down, up);
  if (across >= near && (across >= along || along < near)) {
    const sign = right >= left ? 1 : -1;
    const [x1, x2] = sign > 0 ? [from.x + from.width, to.x] : [from.x, to.x + to.width];
    const bend = (sign * Math.max(16, Math.abs(x2 - x1))) / 2;
    return `M${x1} ${a.y}C${x1 + bend} ${a.y} ${x2 - bend} ${b.y} ${x2} ${b.y}`;
  }
  const sign = down >= up ? 1 : -1;
  const [y1, y2] = sign > 0 ? [from.y + from.height, to.y] : [from.y, to.y + to.height];
  const bend = (sign * Math.max(16, Math.abs(y2 - y1))) / 2;
  return `M${a.x} ${y1}C${a.x} ${y1 + bend} ${b.x} ${y2 - bend} ${b.x} ${y2}`;
}

const middle = ({ x, y, width, height }: Placed): Point => ({ x: x + width / 2, y: y + height / 2 });

/** Out of one side and back into the same side of the other. */
function arch(from: Placed, to: Placed, side: Around): string {
  const [a, b] = [middle(from), middle(to)];
  const sign = side === "top" || side === "left" ? -1 : 1;
  if (side === "top" || side === "bottom") {
    const edge = ({ y, height }: Placed): number => (sign < 0 ? y : y + height);
    const lift = sign * Math.min(44, 24 + Math.abs(a.x - b.x) / 24);
    const level = sign < 0 ? Math.min(edge(from), edge(to)) + lift : Math.max(edge(from), edge(to)) + lift;
    return `M${a.x} ${edge(from)}C${a.x} ${level} ${b.x} ${level} ${b.x} ${edge(to)}`;
  }
  const edge = ({ x, width }: Placed): number => (sign < 0 ? x : x + width);
  const lift = sign * Math.min(44, 24 + Math.abs(a.y - b.y) / 24);
  const level = sign < 0 ? Math.min(edge(from), edge(to)) + lift : Math.max(edge(from), edge(to)) + lift;
  return `M${edge(from)} ${a.y}C${level} ${a.y} ${level} ${b.y} ${edge(to)} ${b.y}`;
}

/** Whether another box stands on the straight line between two. */
export function isBlocked(from: Placed, to: Placed, others: Iterable<Placed>): boolean {
  const [a, b] = [middle(from), middle(to)];
  for (const box of others) {
    if (box.id === from.id || box.id === to.id) continue;
    for (let k = 1; k < 12; k++) {
      const [x, y] = [a.x + ((b.x - a.x) * k) / 12, a.y + ((b.y - a.y) * k) / 12];
      if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height) return true;
    }
  }
  return false;
}

/** A line that turns at the middles between points. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest[rest.length - 1];
  const turns = rest.slice(0, -1).map((point, k) => {
    const next = rest[k + 1];
    const end = k === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${turns.join("")}${turns.length === 0 ? `L${last.x} ${last.y}` : ""}`;
}
