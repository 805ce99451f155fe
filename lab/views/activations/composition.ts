import { figure } from "../../text/lang.js";
import { axes } from "../chart/axes.js";
import { planeOf } from "../chart/plane.js";
import { svgPlot } from "../chart/plot.js";
import { element, svg, tableHead } from "../dom.js";
import { chainOf, type Link, mostCopies } from "./curves.js";
import type { ShapeName } from "./functions.js";
import type { activationWords } from "./words.js";

export interface Composition {
  readonly root: HTMLElement;
  show(name: ShapeName, z: number): void;
  dispose(): void;
}

/** The function after itself, n times, and what becomes of the product of slopes. */
export function composition(say: ReturnType<typeof activationWords>): Composition {
  const copies = element("input", { type: "range", min: 1, max: mostCopies, step: 1, value: 8 });
  const count = element("output", { class: "number" });
  let links: readonly Link[] = [];
  const plot = svgPlot(say.product, 150, (width, height) => bars(links, width, height));
  const result = element("p", { class: "number" });
  const rows = element("tbody");
  const root = element(
    "section",
    { "aria-label": say.compose },
    element("h3", {}, say.compose),
    element("p", { class: "faint" }, say.composeWhy),
    element("label", { class: "control" }, say.copies, " ", copies, " ", count),
    result,
    plot.root,
    element(
      "details",
      {},
      element("summary", {}, say.numbers),
      element("table", { class: "number" }, tableHead(["n", "z", "f(z)", "f′(z)", "∏ f′"]), rows),
    ),
  );
  let now: { readonly name: ShapeName; readonly z: number } | undefined;
  let asked = 0;

  async function draw(): Promise<void> {
    if (now === undefined) return;
    const ticket = ++asked;
    const found = await chainOf(now.name, now.z, Number(copies.value));
    if (ticket !== asked) return;
    links = found;
    count.textContent = copies.value;
    const { product } = links[links.length - 1];
    const text = `${say.product} = ${links
      .slice(0, 4)
      .map(({ slope }) => figure(slope))
      .join(" · ")}${links.length > 4 ? " · …" : ""} = ${figure(product)}`;
    result.textContent = text;
    plot.label(text);
    plot.draw();
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
    dispose: plot.dispose,
  };
}

/** The products on a logarithmic scale: 1 is a line, below it bars hang, above it they stand. */
function bars(links: readonly Link[], width: number, height: number): SVGElement[] {
  const [low, high] = [1e-10, 100];
  const edges = { left: 44, right: width - 8, top: 8, bottom: height - 24 };
  const plane = planeOf(edges, [0.5, mostCopies + 0.5], [low, high], { isLogY: true });
  const { x, y } = plane;
  return [
    axes(plane, { x: [1, 5, 10, 15, 20], y: [1e-9, 1e-6, 1e-3, 1] }),
    ...links.map(({ product }, k) => {
      const end = y(Math.max(low, Math.min(high, Math.abs(product))));
      return svg("rect", {
        x: x(k + 0.6),
        y: Math.min(y(1), end),
        width: x(k + 1.4) - x(k + 0.6),
        height: Math.max(1.5, Math.abs(end - y(1))),
        class: product === 0 ? "bar none" : product < 0 ? "bar negative" : "bar",
      });
    }),
  ];
}
