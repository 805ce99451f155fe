import { figure } from "../../text/lang.js";
import { tick } from "../chart/axes.js";
import { element, svg } from "../dom.js";
import type { Firing, FiringRow } from "./firing.js";
import type { spikesWords } from "./spikes-words.js";

/** A table of neurons: what each gets, when it fires, how often. One is chosen, to be seen above. */
export function raster(
  say: ReturnType<typeof spikesWords>,
  choose: (row: number) => void,
): { readonly root: HTMLElement; show(firing: Firing, chosen: number, unit: string): void } {
  const body = element("tbody");
  const what = element("th", { scope: "col" }, say.input);
  const exact = element("th", { scope: "col", class: "exact" }, say.exact);
  const root = element(
    "table",
    { class: "raster" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        what,
        element("th", { scope: "col", class: "strip-head" }, say.spikesHead),
        element("th", { scope: "col" }, say.rate),
        exact,
      ),
    ),
    body,
  );
  const radios = Array.from({ length: 5 }, (_, k) => {
    const radio = element("input", { type: "radio", name: "neuron-row" });
    radio.addEventListener("change", () => choose(k));
    return radio;
  });
  return {
    root,
    show({ rows, duration, settings: { kind, differing } }, chosen, unit) {
      const isNoisy = kind === "lif" && differing === "noise";
      what.textContent = isNoisy ? say.noise : say.input;
      const focused = radios.indexOf(document.activeElement as HTMLInputElement); // −1 for others
      const hasExact = kind === "lif";
      exact.hidden = !hasExact;
      body.replaceChildren(
        ...rows.map((row, k) => {
          radios[k].checked = k === chosen;
          const cells = [figure(row.rate), ...(hasExact ? [figure(row.exact ?? 0)] : [])];
          return element(
            "tr",
            { class: k === chosen ? "chosen" : undefined },
            element(
              "td",
              {},
              element("label", { class: "toggle" }, radios[k], " ", inputOf(row, unit, isNoisy)),
            ),
            element("td", { class: "strip-cell" }, strip(row, duration, say.spikesOf)),
            ...cells.map((text) => element("td", { class: "number" }, text)),
          );
        }),
      );
      if (focused >= 0) radios[focused].focus();
    },
  };
}

const inputOf = ({ current, noise }: FiringRow, unit: string, isNoisy: boolean): string =>
  isNoisy ? `${noise} mV` : `${tick(current)} ${unit}`;

function strip({ spikes }: FiringRow, duration: number, name: string): SVGElement {
  const d = spikes.map((t) => `M${((1000 * t) / duration).toFixed(1)},3V21`).join("");
  return svg(
    "svg",
    {
      viewBox: "0 0 1000 24",
      preserveAspectRatio: "none",
      class: "strip",
      role: "img",
      "aria-label": `${name}: ${spikes.length}`,
    },
    svg("path", { d, "vector-effect": "non-scaling-stroke" }),
  );
}
