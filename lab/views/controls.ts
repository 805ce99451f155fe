import { type Attributes, type Child, element } from "./dom.js";
import type { Bounds } from "./panel.js";

export function button(
  content: Child | readonly Child[],
  click: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...[content].flat());
  made.addEventListener("click", click);
  return made;
}

/** A control with its name before it. */
export const labelled = (name: string, control: HTMLElement): HTMLLabelElement =>
  element("label", { class: "control" }, name, " ", control);

/** A choice among values, each with its text. */
export function menu<Value>(
  choices: readonly (readonly [value: Value, text: string])[],
  value: Value,
  change: (value: Value) => void,
  attributes: Attributes = {},
): HTMLSelectElement {
  const options = choices.map(([each, text]) =>
    element("option", { value: String(each), selected: each === value }, text),
  );
  const select = element("select", attributes, ...options);
  select.addEventListener("change", () => change(choices[select.selectedIndex][0]));
  return select;
}

/** A switch with its name. */
export function toggle(
  text: string,
  change: (isOn: boolean) => void,
): { readonly root: HTMLElement; readonly box: HTMLInputElement } {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => change(box.checked));
  return { root: element("label", { class: "toggle" }, box, " ", text), box };
}

export interface SliderOptions {
  readonly name: string;
  readonly unit: string;
  readonly bounds: Bounds;
  readonly value: number;
  readonly change: (value: number) => void;
}

/** A number to be slid, with its name and unit. */
export function slider({ name, unit, bounds: [from, to, step], value, change }: SliderOptions): {
  readonly root: HTMLElement;
  set(value: number): void;
} {
  const range = element("input", { type: "range", min: from, max: to, step, value, "aria-label": name });
  const shown = element("output", { class: "number" });
  const tell = (): void => {
    const text = `${range.value.replace("-", "−")}${unit === "" ? "" : ` ${unit}`}`;
    shown.textContent = text;
    range.setAttribute("aria-valuetext", text);
  };
  range.addEventListener("input", () => {
    tell();
    change(Number(range.value));
  });
  tell();
  return {
    root: element("label", { class: "slider" }, element("span", {}, name), range, shown),
    set(to) {
      range.value = String(to);
      tell();
    },
  };
}

/** A button that does something for as long as it is held, by pointer or by Space and Enter. */
export function holdButton(text: string, hold: (isHeld: boolean) => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "primary hold" }, text);
  let isHeld = false;
  const set = (to: boolean) => (): void => {
    if (isHeld === to) return;
    isHeld = to;
    made.classList.toggle("held", to);
    hold(to);
  };
  made.addEventListener("pointerdown", (event) => {
    made.setPointerCapture(event.pointerId);
    set(true)();
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture", "blur"] as const)
    made.addEventListener(name, set(false));
  made.addEventListener("contextmenu", (event) => event.preventDefault());
  made.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    set(true)();
  });
  made.addEventListener("keyup", set(false));
  return made;
}

/** Only the latest of what is asked is answered: the others are left out. */
export function latest<T>(compute: () => Promise<T>, show: (result: T) => void): () => void {
  let isBusy = false;
  let isWanted = false;
  const ask = async (): Promise<void> => {
    isWanted = true;
    if (isBusy) return;
    isBusy = true;
    while (isWanted) {
      isWanted = false;
      const result = await compute();
      if (!isWanted) show(result);
    }
    isBusy = false;
  };
  return () => void ask();
}
