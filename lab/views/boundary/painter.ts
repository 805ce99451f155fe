import type { OwnPoint } from "../../engine/own-points.js";
import { asOwnPoints, ownData } from "../../engine/points.js";
import type { LabSpec } from "../../engine/spec.js";
import type { LabStore } from "../../store.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { arrowOf, pointedIn } from "../pointing.js";
import { areEnough, type Place, Stroke, type Tool, withoutNearest, withPoint } from "./brush.js";
import type { MainPicture } from "./main-picture.js";
import type { boundaryWords } from "./words.js";

export interface Painter {
  readonly root: HTMLElement;
  /** Points that are not the network's yet: a stroke that goes on, or too few. */
  readonly draft: readonly OwnPoint[] | undefined;
  /** The set-up may be another. */
  follow(spec: LabSpec): void;
  dispose(): void;
}

const patience = 250; // ms
const stride = { usual: 0.05, small: 0.01 };

/** Points placed by pointer or keyboard. Each stroke begins the network anew, on the points as they then are. */
export function painter(
  say: ReturnType<typeof boundaryWords>,
  store: LabStore,
  picture: MainPicture,
  redraw: () => void,
): Painter {
  const { root: canvas } = picture;
  let isOn = false;
  let tool: Tool = 0;
  let cursor: Place = { x: 0, y: 0 };
  let stroke: Stroke | undefined;
  let draft: readonly OwnPoint[] | undefined;
  let data: LabSpec["data"] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const told = element("p", { role: "status", class: "hidden-text" });

  const present = (): readonly OwnPoint[] => draft ?? asOwnPoints(store.state.spec);

  /** Points that come one by one wait a moment for the next: a network takes longer to build than a key to press. */
  function place(points: readonly OwnPoint[]): void {
    draft = points;
    hint.hidden = areEnough(points);
    clearTimeout(timer);
    timer = setTimeout(flush, patience);
    redraw();
  }
  function flush(): void {
    clearTimeout(timer);
    if (draft !== undefined && stroke === undefined) commit(draft);
  }

  function commit(points: readonly OwnPoint[]): void {
    draft = points;
    if (areEnough(points)) {
      const { running, spec } = store.state;
      const next = ownData(spec.data, points);
      data = next;
      draft = undefined;
      store.change({ data: next });
      if (running) store.play();
    }
    hint.hidden = areEnough(points);
    redraw();
  }

  const tools: readonly (readonly [Tool, string, string])[] = [
    [0, say.class0, "●"],
    [1, say.class1, "■"],
    [2, say.class2, "▲"],
    ["eraser", say.eraser, "⌫"],
  ];
  const toolButtons = tools.map(([each, label, sign]) => {
    const made = button(
      sign,
      () => {
        tool = each;
        toolButtons.forEach((other, k) => {
          other.setAttribute("aria-pressed", String(tools[k][0] === tool));
        });
      },
      {
        "aria-pressed": String(each === tool),
        "aria-label": label,
        title: label,
        class: `tool tool-${each}`,
      },
    );
    return made;
  });
  const clear = button(say.clear, () => {
    commit([]);
    canvas.focus();
  });
  const hint = element("p", { class: "faint", hidden: true }, say.tooFew);
  const bar = element(
    "div",
    { class: "brushes", role: "group", "aria-label": say.paint, hidden: true },
    ...toolButtons,
    clear,
    element("p", { class: "faint" }, say.paintHint),
    hint,
  );
  const toggle = button(`✎ ${say.paint}`, () => turn(!isOn), {
    "aria-pressed": "false",
    class: "paint-toggle",
  });

  function turn(on: boolean): void {
    isOn = on;
    toggle.setAttribute("aria-pressed", String(on));
    bar.hidden = !on;
    canvas.classList.toggle("painted-on", on);
    canvas.setAttribute("role", on ? "application" : "img");
    if (on) canvas.tabIndex = 0;
    else canvas.removeAttribute("tabindex");
    picture.showCursor(undefined);
    if (on) canvas.focus();
  }

  const placeAt = (event: PointerEvent): Place => {
    const { x, y, width, height } = pointedIn(canvas, event);
    return { x: (x / width) * 2 - 1, y: 1 - (y / height) * 2 };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (!isOn || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    stroke = new Stroke(present(), tool);
    move(event);
  });
  canvas.addEventListener("pointermove", (event) => move(event));
  canvas.addEventListener("pointerup", () => end());
  canvas.addEventListener("pointercancel", () => end());

  function move(event: PointerEvent): void {
    if (stroke === undefined) return;
    cursor = placeAt(event);
    stroke.to(cursor);
    draft = stroke.points;
    redraw();
  }
  function end(): void {
    if (stroke === undefined) return;
    const { points } = stroke;
    stroke = undefined;
    commit(points);
  }

  canvas.addEventListener("focus", () => isOn && picture.showCursor(cursor));
  canvas.addEventListener("blur", () => {
    picture.showCursor(undefined);
    flush();
  });
  canvas.addEventListener("keydown", (event) => {
    if (!isOn || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!pressed(event)) return;
    event.preventDefault();
    picture.showCursor(cursor);
  });

  function pressed(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event;
    const far = shiftKey ? stride.small : stride.usual;
    const way = arrowOf(event);
    if (way !== undefined) {
      cursor = { x: within(cursor.x + way[0] * far), y: within(cursor.y - way[1] * far) };
      tell("");
    } else if (key === "1" || key === "2" || key === "3") {
      place(withPoint(present(), cursor, Number(key) - 1));
      tell(tools[Number(key) - 1][1]);
    } else if (key === "Delete" || key === "Backspace") {
      const before = present();
      const after = withoutNearest(before, cursor);
      if (after.length < before.length) place(after);
      tell(after.length < before.length ? say.removed : say.nothingHere);
    } else if (key === "Escape") {
      turn(false);
      toggle.focus();
    } else return false;
    return true;
  }

  function tell(what: string): void {
    const count = `${present().length} ${say.pointCount}`;
    told.textContent = `${what} ${cursor.x.toFixed(2)}, ${cursor.y.toFixed(2)}; ${count}`.trim();
  }

  return {
    root: element("div", { class: "painter" }, toggle, bar, told),
    get draft() {
      return draft;
    },
    follow(spec) {
      if (spec.data === data) return;
      data = spec.data;
      clearTimeout(timer);
      if (stroke === undefined) draft = undefined;
      hint.hidden = true;
    },
    dispose: () => clearTimeout(timer),
  };
}

const within = (value: number): number => Math.max(-1, Math.min(1, Number(value.toFixed(2))));
