import type { Palette } from "../chart/colors.js";
import { type Field, fieldPicture } from "../chart/field.js";
import { svg } from "../dom.js";

export interface MainPicture extends Field {
  /** Where the next point would come, from −1 to 1; undefined: nowhere. */
  showCursor(at: { readonly x: number; readonly y: number } | undefined): void;
}

/** The square with the boundary and the points. */
export function mainPicture(palette: Palette, label: string): MainPicture {
  const field = fieldPicture("boundary", palette, { role: "img", "aria-label": label });
  const cursor = svg("g", { class: "cursor" });
  field.drawing.append(cursor);
  return {
    ...field,
    showCursor(at) {
      const d = at && `M${at.x - 0.06},${-at.y}h.12M${at.x},${-at.y - 0.06}v.12`;
      cursor.replaceChildren(
        ...(d === undefined ? [] : [svg("path", { d, class: "under" }), svg("path", { d })]),
      );
    },
  };
}
