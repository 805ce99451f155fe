import type { MembraneNumbers, OpenChannels } from "neurograd/brain";
import { svg } from "../dom.js";
import type { Blocked } from "./squid-run.js";

// A piece of membrane, 400 wide and 250 high: outside above, inside below, one channel of each kind.

const membrane = { top: 92, bottom: 168 };
const pore = 15; // half its width
const flowing = 6;

interface Doors {
  readonly root: SVGElement;
  /** 0 shut, 1 wide open. */
  show(share: number): void;
}

export interface Cartoon {
  readonly root: SVGSVGElement;
  show(state: MembraneNumbers, open: OpenChannels, blocked: Blocked, passed: number): void;
}

/** The membrane with its doors. More ions stream, and faster, where more current flows, not to scale; without motion they only stand there. */
export function cartoon(words: {
  readonly outside: string;
  readonly inside: string;
  readonly label: string;
}): Cartoon {
  const sodium = channel("sodium", 122, [110, 127, 144], flowing);
  const potassium = channel("potassium", 286, [104, 121, 138, 155], flowing);
  const ball = svg("g", { class: "ball" }, svg("circle", { r: 12 }), svg("text", { y: 4 }, "h"));
  const chain = svg("path", { class: "chain" });
  const inside = svg("rect", { x: 0, y: membrane.bottom, width: 400, height: 82, class: "inside" });
  const [above, below] = [signs(membrane.top - 12), signs(membrane.bottom + 20)];
  const root = svg(
    "svg",
    { viewBox: "0 0 400 250", role: "img", class: "cartoon", "aria-label": words.label },
    svg("rect", { x: 0, y: 0, width: 400, height: membrane.top, class: "outside" }),
    inside,
    ...crowd("sodium", 18, 8, 60),
    ...crowd("potassium", 15, 200, 244),
    lipids(),
    above.root,
    below.root,
    sodium.root,
    potassium.root,
    chain,
    ball,
    svg("text", { x: 8, y: 18, class: "side" }, words.outside),
    svg("text", { x: 8, y: 242, class: "side" }, words.inside),
    svg("text", { x: 78, y: 84, class: "name" }, "Na⁺"),
    svg("text", { x: 244, y: 84, class: "name" }, "K⁺"),
  );
  return {
    root,
    show({ v, m, h, n }, { open, inward }, blocked, passed) {
      for (const door of sodium.doors) door.show(m);
      for (const door of potassium.doors) door.show(n);
      const [x, y] = [122 + 80 * h, 180 + 16 * h];
      ball.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      chain.setAttribute(
        "d",
        `M148,${membrane.bottom + 4}Q${(x + 8).toFixed(1)},168 ${x.toFixed(1)},${y.toFixed(1)}`,
      );
      sodium.stream(inward.sodium, open.sodium, passed);
      potassium.stream(inward.potassium, open.potassium, passed);
      sodium.plug(blocked.sodium);
      potassium.plug(blocked.potassium);
      root.style.setProperty("--lift", `${(100 * Math.max(0, Math.min(1, (v + 75) / 115))).toFixed(0)}%`);
      above.show(v < 0 ? "+" : "−", Math.abs(v) / 65);
      below.show(v < 0 ? "−" : "+", Math.abs(v) / 65);
    },
  };
}

function channel(
  kind: "sodium" | "potassium",
  x: number,
  doorsAt: readonly number[],
  count: number,
): {
  readonly root: SVGElement;
  readonly doors: readonly Doors[];
  stream(inward: number, open: number, passed: number): void;
  plug(isBlocked: boolean): void;
} {
  const wall = (left: number): SVGElement =>
    svg("rect", {
      x: left,
      y: membrane.top - 6,
      width: 22,
      height: membrane.bottom - membrane.top + 12,
      rx: 9,
    });
  const doors = doorsAt.map((y) => door(x, y));
  const ions = Array.from({ length: count }, () => ion(kind));
  const plug = svg(
    "g",
    { class: "plug" },
    svg("path", { d: `M${x - 24},${membrane.top - 24}h48l-12,22h-24z` }),
    svg("text", { x, y: membrane.top - 8 }, "✕"),
  );
  let phase = 0;
  return {
    root: svg(
      "g",
      { class: kind },
      svg("rect", { x: x - pore, y: membrane.top, width: 2 * pore, height: 76, class: "pore" }),
      ...ions,
      ...doors.map(({ root }) => root),
      wall(x - pore - 22),
      wall(x + pore),
      plug,
    ),
    doors,
    stream(inward, _open, passed) {
      const strength = Math.min(1, Math.abs(inward) / 300);
      phase = (phase + passed * Math.sign(inward) * (0.4 + 2 * strength) + 1) % 1;
      for (const [k, each] of ions.entries()) {
        const along = (k / count + phase) % 1;
        const y = membrane.top - 22 + along * (membrane.bottom - membrane.top + 50);
        const sway = 5 * Math.sin(9 * along + 2 * k);
        each.setAttribute("transform", `translate(${(x + sway).toFixed(1)} ${y.toFixed(1)})`);
        const isShown = (k + 1) / count <= strength * count || k / count < strength;
        each.setAttribute("opacity", isShown && strength > 0.01 ? "1" : "0");
      }
    },
    plug: (isBlocked) => plug.setAttribute("visibility", isBlocked ? "visible" : "hidden"),
  };
}

function door(x: number, y: number): Doors {
  const leaf = (): SVGRectElement => svg("rect", { y: y - 5, height: 10, rx: 3, class: "door" });
  const [left, right] = [leaf(), leaf()];
  return {
    root: svg("g", {}, left, right),
    show(share) {
      const width = Math.max(1.5, pore * (1 - share));
      left.setAttribute("x", String(x - pore));
      left.setAttribute("width", String(width));
      right.setAttribute("x", String(x + pore - width));
      right.setAttribute("width", String(width));
    },
  };
}

/** Sodium ions are round, potassium ions square. */
const ion = (kind: "sodium" | "potassium"): SVGElement =>
  svg(
    "g",
    { class: `ion ${kind}-ion` },
    kind === "sodium" ? svg("circle", { r: 6 }) : svg("rect", { x: -6, y: -6, width: 12, height: 12, rx: 2 }),
    svg("path", { d: "M-3,0H3M0,-3V3" }),
  );

/** Ions that only wait, always in the same places. */
const crowd = (kind: "sodium" | "potassium", count: number, top: number, bottom: number): SVGElement[] =>
  Array.from({ length: count }, (_, k) => {
    const made = ion(kind);
    const [x, y] = [(k * 0.618034 + 0.13) % 1, (k * 0.754878 + 0.37) % 1];
    made.setAttribute(
      "transform",
      `translate(${(70 + 320 * x).toFixed(0)} ${(top + 8 + (bottom - top - 8) * y).toFixed(0)})`,
    );
    made.setAttribute("opacity", "0.45");
    return made;
  });

function lipids(): SVGElement {
  const free = (x: number): boolean => Math.abs(x - 122) > 40 && Math.abs(x - 286) > 40;
  const places = Array.from({ length: 33 }, (_, k) => 8 + 12 * k).filter(free);
  const tails = places.map(
    (x) =>
      `M${x - 2},${membrane.top + 6}v28M${x + 2},${membrane.top + 6}v28M${x - 2},${membrane.bottom - 6}v-28M${x + 2},${membrane.bottom - 6}v-28`,
  );
  return svg(
    "g",
    { class: "lipids" },
    svg("path", { d: tails.join("") }),
    ...places.flatMap((x) =>
      [membrane.top, membrane.bottom].map((y) => svg("circle", { cx: x, cy: y, r: 5 })),
    ),
  );
}

/** Which side is positive, and how much. */
function signs(y: number): { readonly root: SVGElement; show(sign: string, size: number): void } {
  const texts = [16, 42, 178, 206, 352, 380].map((x) => svg("text", { x, y }));
  return {
    root: svg("g", { class: "signs" }, ...texts),
    show(sign, size) {
      for (const text of texts) {
        if (text.textContent !== sign) text.textContent = sign;
        text.setAttribute("opacity", String(Math.max(0.15, Math.min(1, size)).toFixed(2)));
      }
    },
  };
}
