import type { LabStore } from "../../../store.js";
import { figure } from "../../../text/lang.js";
import { paletteOf } from "../../chart/colors.js";
import { slider } from "../../controls.js";
import { element } from "../../dom.js";
import { mapPicture } from "../spikes/map-picture.js";
import { ownDecisions } from "./own-decisions.js";
import type { decisionWords } from "./words.js";

const size = 24;

/** The network of the set-up, with its log-odds at one place as the drift of decisions. */
export function ownNetwork(
  store: LabStore,
  say: ReturnType<typeof decisionWords>,
): { readonly root: HTMLElement; look(): void } {
  let at: readonly [number, number] = [0.1, 0.3];
  let threshold = 0.5; // 2 · gain · z = c²: each is chosen as often as the network's probability says
  let probabilities: Float32Array | undefined;
  let seed = 0;
  const result = element("p", { class: "number readout", role: "status" });
  const map = mapPicture(say.netMap, say.netPlace, paletteOf(), (to) => {
    at = to;
    map.mark(at);
    draw();
  });
  const careful = slider({
    name: say.threshold,
    unit: "",
    bounds: [0.2, 2, 0.1],
    value: threshold,
    change: (value) => {
      threshold = value;
      draw();
    },
  });
  const root = element(
    "section",
    {},
    element("h3", {}, say.netTitle),
    element("p", { class: "faint" }, say.netText),
    element("div", { class: "own-network" }, map.root, element("div", {}, careful.root, result)),
  );

  function draw(): void {
    if (probabilities === undefined) return;
    const cell = (place: number): number => Math.min(size - 1, Math.floor(((place + 1) / 2) * size));
    const p = probabilities[cell(-at[1]) * size + cell(at[0])];
    const { share, meanTime } = ownDecisions(p, threshold, seed++);
    const percent = (value: number): string => `${figure(value * 100)} %`;
    result.textContent = `${say.netSays} ${percent(p)}. ${say.netChosen} ${percent(share)}, ${say.netTime} ${figure(meanTime)} s.`;
  }

  map.mark(at);
  return {
    root,
    look() {
      void Promise.all([store.ask("maps", { size }), store.ask("points", {})]).then(
        ([maps, points]) => {
          const output = maps.layers[maps.layers.length - 1];
          probabilities = output.units === 1 ? output.values : undefined;
          map.root.hidden = probabilities === undefined;
          if (probabilities === undefined) {
            result.textContent = say.netNone;
            return;
          }
          const pairs = Float32Array.from({ length: 2 * size * size }, (_, i) =>
            i % 2 === 1 ? output.values[i >> 1] : 1 - output.values[i >> 1],
          );
          map.paint(size, 2, pairs);
          map.points(points);
          draw();
        },
        (error: Error) => {
          result.textContent = error.message;
        },
      );
    },
  };
}
