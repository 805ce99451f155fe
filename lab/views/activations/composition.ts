import { figure } from "../../text/lang.js";
import { element, svg } from "../dom.js";
import { chainOf, type Link, mostCopies } from "./curves.js";
import type { ShapeName } from "./functions.js";
import type { activationWords } from "./words.js";

const size = { width: 480, height: 120, high: 2, low: -10 };

export interface Composition {
  readonly root: HTMLElement;
  show(name: ShapeName, z: number): void;
}

/** The function after itself, n times, and what becomes of the product of slopes. */
export function composition(say: ReturnType<typeof activationWords>): Composition {
  const copies = element("input", { type: "range", min: 1, max: mostCopies, step: 1, value: 8 });
  const count = element("output", { class: "number" });
  const drawing = svg("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", class: "products" });
  const result = element("p", { class: "number" });
  const rows = element("tbody");
  const root = element(
    "section",
    { "aria-label": say.compose },
    element("h3", {}, say.compose),
    element("p", { class: "faint" }, say.composeWhy),
    element("label", { class: "control" }, say.copies, " ", copies, " ", count),
    result,
    drawing,
    element(
      "details",
      {},
      element("summary", {}, say.numbers),
      element(
        "table",
        { class: "number" },
        element("thead", {}, element("tr", {}, ...["n", "z", "f(z)", "f′(z)", "∏ f′"].map(heading))),
        rows,
      ),
    ),
  );
  let now: { readonly name: ShapeName; readonly z: number } | undefined;
  let asked = 0;

  async function draw(): Promise<void> {
    if (now === undefined) return;
    const ticket = ++asked;
    const links = await chainOf(now.name, now.z, Number(copies.value));
    if (ticket !== asked) return;
    count.textContent = copies.value;
    const { product } = links[links.length - 1];
    const text = `${say.product} = ${links
      .slice(0, 4)
      .map(({ slope }) => figure(slope))
      .join(" · ")}${links.length > 4 ? " · …" : ""} = ${figure(product)}`;
    result.textContent = text;
    drawing.setAttribute("aria-label", text);
    drawing.replaceChildren(...bars(links));
    rows.replaceChildren(
      ...links.map(({ z, y, slope, product: so }, k) =>
        element("tr", {}, ...[k + 1, z, y, slope, so].map((value) => element("td", {}, figure(value)))),
      ),
    );
  }

  copies.addEventListener("input", () => void draw());
  return {
    root,
    show(name, z) {
      now = { name, z };
      void draw();
    },
  };
}

const heading = (text: string): HTMLElement => element("th", { scope: "col" }, text);

/** The products on a logarithmic scale: 1 is a line, below it bars hang, above it they stand. */
function bars(links: readonly Link[]): SVGElement[] {
  const y = (log: number): number =>
    ((size.high - Math.max(size.low, Math.min(size.high, log))) / (size.high - size.low)) * size.height;
  const width = size.width / mostCopies;
  const one = y(0);
  const made = links.map(({ product }, k) => {
    const top = product === 0 ? size.height : y(Math.log10(Math.abs(product)));
    const [from, to] = [Math.min(one, top), Math.max(one, top)];
    return svg("rect", {
      x: k * width + 2,
      y: from,
      width: width - 4,
      height: Math.max(1.5, to - from),
      class: product === 0 ? "bar zero" : product < 0 ? "bar negative" : "bar",
    });
  });
  const labels = [0, -3, -6, -9].map((log) =>
    svg(
      "text",
      { x: size.width - 2, y: y(log) - 3, "text-anchor": "end" },
      log === 0 ? "1" : `10${superscript(log)}`,
    ),
  );
  const lines = [0, -3, -6, -9].map((log) => `M0,${y(log)}H${size.width}`).join("");
  return [svg("path", { d: lines, class: "grid-line" }), ...made, ...labels];
}

const superscript = (n: number): string =>
  String(n).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]));
