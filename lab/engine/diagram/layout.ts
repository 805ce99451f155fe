import { lanesLayout } from "./lanes-layout.js";
import { layersLayout } from "./layers-layout.js";

/** A box to be placed. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Of a training step: the layer's cell, the lane in it, and the unfolded group around it. */
  readonly cell?: string;
  readonly lane?: Lane;
  readonly frame?: string | undefined;
}
export type Lane = 0 | 1 | 2;

export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface Plan {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  /** Down the page instead of across. */
  readonly isTall: boolean;
  /** In cells and lanes, or in layers only. */
  readonly by: "lanes" | "layers";
}

export interface Placed {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Left upper corners. */
  readonly boxes: readonly Placed[];
  /** Around unfolded groups. */
  readonly frames: readonly Placed[];
  /** Points that a link passes, for links of `plan.links` with such. */
  readonly routes: readonly (readonly Point[] | undefined)[];
}

/** Where everything is drawn. */
export function layoutOf(plan: Plan): Layout {
  const across = plan.isTall ? { ...plan, boxes: plan.boxes.map(turned) } : plan;
  const layout = plan.by === "lanes" ? lanesLayout(across) : layersLayout(across);
  if (!plan.isTall) return layout;
  const turn = ({ id, x, y, width, height }: Placed): Placed => ({
    id,
    x: y,
    y: x,
    width: height,
    height: width,
  });
  return {
    width: layout.height,
    height: layout.width,
    boxes: layout.boxes.map(turn),
    frames: layout.frames.map(turn),
    routes: layout.routes.map((points) => points?.map(({ x, y }) => ({ x: y, y: x }))),
  };
}

const turned = (box: Box): Box => ({ ...box, width: box.height, height: box.width });
