import type { Palette } from "../chart/colors.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { roving, stopAt } from "../roving.js";
import { paintImage, picture } from "./paint.js";

export interface GalleryItem {
  readonly pixels: Uint8Array;
  /** What it is, for those who do not see it. */
  readonly label: string;
  /** Below it. */
  readonly caption?: string;
  readonly choose: () => void;
}

export interface Gallery {
  readonly root: HTMLElement;
  show(items: readonly GalleryItem[]): void;
}

/** Small images as buttons in rows. */
export function gallery(name: string, size: number, palette: Palette): Gallery {
  const root = element("div", { class: "gallery", role: "group", "aria-label": name });
  const buttons = (): readonly HTMLElement[] => [...root.querySelectorAll("button")];
  const columns = (): number => {
    const all = buttons();
    const below = all.findIndex((each) => each.offsetTop > (all[0]?.offsetTop ?? 0));
    return below < 0 ? all.length : below;
  };
  roving(root, columns, buttons);
  return {
    root,
    show(items) {
      const made = items.map(({ pixels, label, caption, choose }) => {
        const canvas = picture();
        canvas.style.width = canvas.style.height = `${size}px`;
        paintImage(canvas, pixels, palette);
        const below = caption === undefined ? [] : [element("span", {}, caption)];
        return button([canvas, ...below], choose, { "aria-label": label, title: label });
      });
      root.replaceChildren(...made);
      stopAt(made, made[0]);
    },
  };
}
