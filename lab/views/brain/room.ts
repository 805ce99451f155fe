import { pigment } from "../chart/picture.js";
import { button } from "../controls.js";
import { element } from "../dom.js";

/** Something telling to set up, and what to look at then. */
export interface Invitation {
  readonly name: string;
  readonly look: string;
  readonly act: () => void;
}

export interface RoomTexts {
  readonly question: string;
  readonly intro: string;
  readonly tries: string;
  readonly honest: string;
  readonly honestTitle: string;
}

/** The frame of a panel: a question, what it is, what to try, the pictures, what is simplified. */
export function room(
  { question, intro, tries, honest, honestTitle }: RoomTexts,
  invitations: readonly Invitation[],
  ...parts: readonly HTMLElement[]
): HTMLElement {
  const look = element("p", { class: "look", role: "status" });
  const buttons = invitations.map(({ name, look: text, act }) =>
    button(name, () => {
      act();
      look.textContent = text;
    }),
  );
  return element(
    "div",
    { class: "room" },
    element("h2", {}, question),
    element("p", { class: "intro" }, intro),
    element("div", { class: "tries" }, element("span", { class: "faint" }, tries), ...buttons),
    look,
    ...parts,
    element("p", { class: "honest" }, element("strong", {}, honestTitle), " ", honest),
  );
}

export interface Loop {
  readonly isRunning: boolean;
  /** Also: how the page is told of it. */
  start(): void;
  stop(): void;
  toggle(): void;
}

/** Does something in each frame of the page while it runs; `changed` hears whether it does. */
export function loop(each: (now: number) => void, changed: (isRunning: boolean) => void): Loop {
  let frame: number | undefined;
  const next = (now: number): void => {
    frame = requestAnimationFrame(next);
    each(now);
  };
  const start = (): void => {
    if (frame !== undefined) return;
    frame = requestAnimationFrame(next);
    changed(true);
  };
  const stop = (): void => {
    if (frame === undefined) return;
    cancelAnimationFrame(frame);
    frame = undefined;
    changed(false);
  };
  return {
    get isRunning() {
      return frame !== undefined;
    },
    start,
    stop,
    toggle: () => (frame === undefined ? start() : stop()),
  };
}

export const prefersStillness = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** A choice among names. */
export function choice<Name extends string>(
  label: string,
  names: Readonly<Record<Name, string>>,
  first: NoInfer<Name>,
  change: (name: Name) => void,
): { readonly root: HTMLElement; set(name: Name): void } {
  const options = (Object.entries(names) as [Name, string][]).map(([value, text]) =>
    element("option", { value, selected: value === first }, text),
  );
  const select = element("select", {}, ...options);
  select.addEventListener("change", () => change(select.value as Name)); // its options
  return {
    root: element("label", { class: "choice" }, element("span", {}, label), select),
    set: (name) => {
      select.value = name;
    },
  };
}

/** Colors of the theme as canvases take them, each read once: a new theme is a new view. */
export function colorsAt(at: () => Element): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? pigment(at(), name);
    known.set(name, found);
    return found;
  };
}
