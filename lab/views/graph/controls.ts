import { button, menu } from "../controls.js";
import { element } from "../dom.js";
import type { Coloring } from "./look.js";
import type { GraphWords } from "./words.js";

export interface ControlActions {
  network(): void;
  file(file: File): void;
  saveStep(): void;
  which(of: "simplified" | "traced"): void;
  color(by: Coloring): void;
  unfoldAll(): void;
  foldAll(): void;
  find(text: string, isNext: boolean): void;
  zoom(factor: number | "fit"): void;
}

export interface Controls {
  /** What is drawn, above the picture; how, below it. */
  readonly above: HTMLElement;
  readonly below: HTMLElement;
  show(state: {
    readonly isFile: boolean;
    readonly of: "simplified" | "traced";
    readonly coloring: Coloring;
  }): void;
}

/** What is drawn and how: a row of controls above the picture and one below. */
export function controls(say: GraphWords, actions: ControlActions): Controls {
  const network = button(say.network, actions.network);
  const picker = element("input", { type: "file", accept: ".onnx,.pb,application/octet-stream" });
  picker.addEventListener("change", () => {
    const [file] = picker.files ?? [];
    if (file !== undefined) actions.file(file);
    picker.value = "";
  });
  const save = button(say.saveStep, actions.saveStep);
  const runs = button(say.runs, () => actions.which("simplified"));
  const written = button(say.written, () => actions.which("traced"));
  const which = set(say.which, runs, written);
  const coloring = menu<Coloring>(
    [
      ["part", say.byPart],
      ["value", say.byValue],
      ["gradient", say.byGradient],
    ],
    "part",
    actions.color,
  );
  const colors = element("label", {}, say.color, coloring);
  const search = element("input", { type: "search", placeholder: say.findHint });
  search.addEventListener("input", () => actions.find(search.value, false));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") actions.find(search.value, true);
  });
  const above = element(
    "div",
    { class: "bar" },
    set(
      say.source,
      network,
      element("label", { class: "file" }, picker, say.openFile),
      element("span", { class: "faint" }, say.dropHere),
    ),
    which,
    element(
      "span",
      { class: "set" },
      button(say.unfoldAll, actions.unfoldAll),
      button(say.foldAll, actions.foldAll),
    ),
  );
  const below = element(
    "div",
    { class: "bar" },
    colors,
    element("label", {}, say.find, search),
    element(
      "span",
      { class: "set" },
      button("−", () => actions.zoom(1 / 1.25), { "aria-label": say.zoomOut }),
      button("+", () => actions.zoom(1.25), { "aria-label": say.zoomIn }),
      button(say.fit, () => actions.zoom("fit")),
    ),
    save,
  );
  return {
    above,
    below,
    show({ isFile, of, coloring: by }) {
      network.setAttribute("aria-pressed", String(!isFile));
      runs.setAttribute("aria-pressed", String(of === "simplified"));
      written.setAttribute("aria-pressed", String(of === "traced"));
      coloring.value = by;
      which.hidden = isFile;
      colors.hidden = isFile;
      save.hidden = isFile;
    },
  };
}

const set = (name: string, ...children: readonly Node[]): HTMLElement =>
  element("span", { class: "set", role: "group", "aria-label": name }, ...children);
