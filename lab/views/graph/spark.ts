import { prefersStillness, svg } from "../dom.js";

const millis = 550;

/** Lets a point of light run along each path once; nothing moves for those who want no motion. */
export function sparks(root: SVGSVGElement, paths: readonly SVGPathElement[]): void {
  for (const old of root.querySelectorAll(".spark")) old.remove();
  if (prefersStillness() || paths.length === 0) return;
  const points = paths.map((path) => ({
    path,
    length: path.getTotalLength(),
    dot: svg("circle", { class: "spark", r: 5 }),
  }));
  root.append(...points.map(({ dot }) => dot));
  const began = performance.now();
  const draw = (now: number): void => {
    const share = Math.min(1, Math.max(0, (now - began) / millis));
    for (const { path, length, dot } of points) {
      const { x, y } = path.getPointAtLength(share * length);
      dot.setAttribute("cx", String(x));
      dot.setAttribute("cy", String(y));
    }
    if (share < 1 && points[0].dot.isConnected) requestAnimationFrame(draw);
    else for (const { dot } of points) dot.remove();
  };
  draw(began);
}
