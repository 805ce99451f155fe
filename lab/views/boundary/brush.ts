import { leastOwnPoints, mostOwnPoints, type OwnPoint, thousandths } from "../../engine/own-points.js";

/** What a stroke does: places points of a class, or takes points away. */
export type Tool = 0 | 1 | 2 | "eraser";

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Points of a trail are so far from each other; the eraser reaches so far. */
const spacing = 0.07;
const reach = 0.09;

const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);
const placeOf = ({ x, y }: OwnPoint): Place => ({ x: x / 1000, y: y / 1000 });

/** Points with one more of the class, as far as there is room. */
export function withPoint(points: readonly OwnPoint[], at: Place, label: number): readonly OwnPoint[] {
  if (points.length >= mostOwnPoints) return points;
  return [...points, { x: thousandths(at.x), y: thousandths(at.y), label }];
}

/** Without those that the eraser reaches. */
export const erased = (points: readonly OwnPoint[], at: Place): readonly OwnPoint[] =>
  points.filter((point) => distance(placeOf(point), at) > reach);

/** Without the one that is nearest, if the eraser reaches it. */
export function withoutNearest(points: readonly OwnPoint[], at: Place): readonly OwnPoint[] {
  const far = points.map((point) => distance(placeOf(point), at));
  const nearest = far.indexOf(Math.min(...far));
  return nearest < 0 || far[nearest] > reach ? points : points.filter((_, k) => k !== nearest);
}

/** One stroke: where the pointer goes, points come or go. */
export class Stroke {
  points: readonly OwnPoint[];
  private readonly tool: Tool;
  private last: Place | undefined;

  constructor(points: readonly OwnPoint[], tool: Tool) {
    this.points = points;
    this.tool = tool;
  }

  to(at: Place): void {
    if (this.tool === "eraser") this.points = erased(this.points, at);
    else if (this.last === undefined || distance(this.last, at) >= spacing) {
      this.points = withPoint(this.points, at, this.tool);
      this.last = at;
    }
  }
}

/** A network can learn from so many. */
export const areEnough = (points: readonly OwnPoint[]): boolean => points.length >= leastOwnPoints;
