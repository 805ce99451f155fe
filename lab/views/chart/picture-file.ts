import { svg } from "../dom.js";
import type { Chart } from "./line-chart.js";
import { markShape } from "./marks.js";
import type { Series } from "./series.js";

const kept = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "opacity",
  "font-size",
  "font-family",
  "font-weight",
  "text-anchor",
  "paint-order",
] as const;

const lineHeight = 18;

/** A chart as an SVG file that needs no style sheet: with its title above and the names of its lines below. */
export function svgFile(chart: Chart, series: readonly Series[]): string {
  const { width, height } = chart.drawing.viewBox.baseVal;
  const top = 26;
  const columns = Math.max(1, Math.floor(width / 240));
  const full = height + top + Math.ceil(series.length / columns) * lineHeight + 8;
  const names = series.map(({ name, mark }, k) => {
    const [x, y] = [14 + (k % columns) * 240, height + top + 12 + Math.floor(k / columns) * lineHeight];
    return svg(
      "g",
      { transform: `translate(${x} ${y})` },
      markShape(mark),
      svg("text", { x: 10, y: 4 }, name.length > 34 ? `${name.slice(0, 33)}…` : name),
    );
  });
  const drawing = chart.drawing.cloneNode(true) as SVGSVGElement; // of an SVG
  drawing.querySelector(".cursor")?.remove();
  const whole = svg(
    "svg",
    { class: "chart-drawing chart-file", viewBox: `0 0 ${width} ${full}`, width, height: full },
    svg("rect", { width, height: full, style: "fill:var(--panel)" }),
    svg("text", { x: 8, y: 17, style: "font-size:13px;font-weight:600;fill:var(--ink)" }, chart.title),
    svg("g", { transform: `translate(0 ${top})` }, ...drawing.childNodes),
    ...names,
  );
  chart.root.append(whole); // to be styled
  const all = [whole, ...whole.querySelectorAll<SVGElement>("*")];
  const styles = all.map((each) => {
    const style = getComputedStyle(each);
    return kept.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
  });
  for (const [k, each] of all.entries()) {
    each.setAttribute("style", styles[k]);
    each.removeAttribute("class");
  }
  whole.remove();
  whole.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(whole);
}

/** The same as a picture, two pixels for each. */
export async function pngFile(file: string): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([file], { type: "image/svg+xml" }));
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width * 2, picture.height * 2];
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob === null) throw new Error("the browser made no picture");
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}
