import type { Palette } from "../boundary/paint.js";
import { element } from "../dom.js";
import { ofImage, paintInk, picture } from "./paint.js";
import { roving, stopAt } from "./roving.js";

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
    const below = all.findIndex((button) => button.offsetTop > (all[0]?.offsetTop ?? 0));
    return below < 0 ? all.length : below;
  };
  roving(root, columns, buttons);
  return {
    root,
    show(items) {
      const made = items.map(({ pixels, label, caption, choose }) => {
        const canvas = picture(size);
        paintInk(canvas, ofImage(pixels), 255, palette);
        const button = element("button", { type: "button", "aria-label": label, title: label }, canvas);
        if (caption !== undefined) button.append(element("span", {}, caption));
        button.addEventListener("click", choose);
        return button;
      });
      root.replaceChildren(...made);
      stopAt(made, made[0]);
    },
  };
}
