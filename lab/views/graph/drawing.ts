import type { Layout, Placed } from "../../engine/diagram/layout.js";
import { svg } from "../dom.js";
import { fitted, type Look } from "./look.js";
import { isBlocked, wirePath } from "./routes.js";
import type { Card, Scene } from "./scene.js";

/** Everything that the picture is made of, drawn once; looks, focus and light change it. */
export interface Drawing {
  readonly root: SVGSVGElement;
  readonly width: number;
  readonly height: number;
  boxOf(
    id: string,
  ): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined;
  cardAt(id: string): SVGGElement | undefined;
  look(looks: ReadonlyMap<string, Look>): void;
  choose(id: string | undefined): void;
  /** Cards that were visited, and the one where the light is; undefined: no light. */
  light(visited: readonly string[] | undefined): readonly SVGPathElement[];
  mark(ids: ReadonlySet<string>): void;
}

export interface DrawingTexts {
  readonly picture: string;
  /** Down the page instead of across. */
  readonly isTall: boolean;
  labelOf(card: Card, look: Look): string;
  frameName(group: string): string;
}

/** The picture of a scene as it was laid out. */
export function drawing(
  scene: Scene,
  layout: Layout,
  looks: ReadonlyMap<string, Look>,
  texts: DrawingTexts,
): Drawing {
  const { width, height } = layout;
  const boxes = new Map(layout.boxes.map((box) => [box.id, box]));
  const cards = new Map(scene.cards.map((card) => [card.id, card]));
  const groups = new Map<string, SVGGElement>();
  const root = svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": texts.picture },
    arrowHeads(),
  );

  for (const { id, x, y, width: w, height: h } of layout.frames) {
    const role = id.split(":")[0];
    root.append(
      svg(
        "g",
        { class: `frame ${role}` },
        svg("rect", { x, y, width: w, height: h, rx: 14 }),
        svg("text", { x: x + 14, y: y + 20 }, texts.frameName(id)),
      ),
    );
  }

  /** With the second sheet that a folded group shows. */
  const boxOf = (id: string): Placed | undefined => {
    const box = boxes.get(id);
    if (box === undefined || cards.get(id)?.kind !== "group") return box;
    return { ...box, width: box.width + 4, height: box.height + 4 };
  };
  const wires = scene.wires.flatMap((wire, k) => {
    const [from, to] = [boxOf(wire.from), boxOf(wire.to)];
    if (from === undefined || to === undefined) return [];
    const kind = wire.isKept ? "kept" : wire.role;
    const isLaned = layout.routes[k] === undefined && cards.get(wire.from)?.lane === cards.get(wire.to)?.lane;
    const isAround = isLaned && isBlocked(from, to, layout.boxes);
    const sides = texts.isTall ? (["left", "right"] as const) : (["top", "bottom"] as const);
    const around = isAround ? sides[wire.role === "forward" ? 0 : 1] : undefined;
    const path = svg("path", {
      d: wirePath(from, to, layout.routes[k], around),
      class: `wire ${kind}`,
      "marker-end": `url(#graph-arrow-${kind})`,
    });
    return [{ ...wire, path }];
  });
  root.append(svg("g", { class: "wires", "aria-hidden": "true" }, ...wires.map(({ path }) => path)));

  for (const card of scene.cards) {
    const box = boxes.get(card.id);
    if (box === undefined) continue;
    const { x, y, width: w, height: h } = box;
    const rx = card.isInput ? h / 2 : card.kind === "group" ? 10 : 7;
    const parts: Node[] = [];
    if (card.kind === "group")
      parts.push(svg("rect", { class: "behind", x: 4, y: 4, width: w, height: h, rx }));
    parts.push(
      svg("rect", { class: "face", width: w, height: h, rx }),
      svg("rect", { class: "heat", width: w, height: h, rx }),
      svg("text", {
        class: "title",
        x: w / 2,
        y: card.kind === "group" ? 24 : 19,
        "text-anchor": "middle",
      }),
      svg("text", {
        class: "under",
        x: w / 2,
        y: card.kind === "group" ? 43 : 35,
        "text-anchor": "middle",
      }),
    );
    parts.splice(-1, 0, document.createTextNode(" ")); // between the lines, for who hears them
    const group = svg(
      "g",
      {
        class: `card ${card.kind} ${card.role}`,
        transform: `translate(${x} ${y})`,
        role: "button",
        tabindex: -1,
        "data-card": card.id,
        ...(card.kind === "group" && { "aria-expanded": "false" }),
      },
      ...parts,
    );
    groups.set(card.id, group);
    root.append(group);
  }

  const made: Drawing = {
    root,
    width,
    height,
    boxOf: (id) => boxes.get(id),
    cardAt: (id) => groups.get(id),
    look(next) {
      for (const card of scene.cards) {
        const group = groups.get(card.id);
        const look = next.get(card.id);
        const w = boxes.get(card.id)?.width ?? 0;
        if (group === undefined || look === undefined) continue;
        const [title, under] = group.querySelectorAll("text");
        const lines = [fitted(look.title, w), fitted(look.under, w)];
        [title.textContent, under.textContent] = lines;
        const isWhole = lines[0] === look.title && lines[1] === look.under;
        group.classList.toggle("gone", look.isGone);
        group.classList.toggle("hot", look.heat !== undefined);
        group.style.setProperty("--heat", String(look.heat ?? 0));
        const label = texts.labelOf(card, look);
        group.setAttribute("aria-label", isWhole ? label : `${lines.join(" ")}, ${label}`); // what is seen is heard
      }
    },
    choose(id) {
      root.classList.toggle("has-choice", id !== undefined);
      for (const [own, group] of groups) {
        const isChosen = own === id;
        group.classList.toggle("chosen", isChosen);
        group.setAttribute("tabindex", isChosen ? "0" : "-1");
        if (isChosen) group.setAttribute("aria-current", "true");
        else group.removeAttribute("aria-current");
      }
      for (const { from, to, path } of wires) path.classList.toggle("near", from === id || to === id);
      if (id === undefined) [...groups.values()][0]?.setAttribute("tabindex", "0");
    },
    light(visited) {
      root.classList.toggle("has-light", visited !== undefined);
      const now = visited?.at(-1);
      const seen = new Set(visited);
      for (const [id, group] of groups) {
        group.classList.toggle("lit", id === now);
        group.classList.toggle("seen", seen.has(id) && id !== now);
      }
      const flowing = wires.filter(({ from, to }) => to === now && seen.has(from));
      for (const { from, to, path } of wires) {
        path.classList.toggle("flow", to === now && seen.has(from));
        path.classList.toggle("seen", seen.has(from) && seen.has(to) && to !== now);
      }
      return flowing.map(({ path }) => path);
    },
    mark(ids) {
      for (const [id, group] of groups) group.classList.toggle("found", ids.has(id));
    },
  };
  made.look(looks);
  made.choose(undefined);
  return made;
}

function arrowHeads(): SVGDefsElement {
  const kinds = ["forward", "backward", "update", "kept"];
  return svg(
    "defs",
    {},
    ...kinds.map((kind) =>
      svg(
        "marker",
        {
          id: `graph-arrow-${kind}`,
          class: kind,
          viewBox: "0 0 8 8",
          refX: 7,
          refY: 4,
          markerWidth: 11,
          markerHeight: 11,
          markerUnits: "userSpaceOnUse",
          orient: "auto",
        },
        svg("path", { d: "M0 0.8L7.4 4L0 7.2Z" }),
      ),
    ),
  );
}
