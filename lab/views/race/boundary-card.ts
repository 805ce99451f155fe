import type { RacerFrame } from "../../engine/race/race.js";
import type { Palette } from "../chart/colors.js";
import { fieldPicture } from "../chart/field.js";

export interface BoundaryCard {
  readonly root: HTMLElement;
  show(frame: RacerFrame): void;
}

/** The boundary of one racer, small. */
export function boundaryCard(palette: Palette, label: string): BoundaryCard {
  const { root, showLayer, showPoints } = fieldPicture("", palette, { role: "img", "aria-label": label });
  return {
    root,
    show({ maps, points, lost }) {
      root.classList.toggle("lost", lost !== undefined);
      if (maps === undefined || points === undefined) return;
      showLayer(maps.size, maps.layers[maps.layers.length - 1]);
      showPoints(points, { isTestShown: false, radius: 0.032 });
    },
  };
}
