import { codeOf } from "../../code.js";
import { addressOf } from "../../place.js";
import { toLink } from "../../share.js";
import { dataWords } from "../../shell/words.js";
import type { LabState, LabStore } from "../../store.js";
import { figure } from "../../text/lang.js";
import { lossCurve } from "../chart/loss-curve.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { saveFile } from "../save-file.js";
import type { View, ViewOptions } from "../view.js";
import "./take.css";
import { takeWords } from "./words.js";

/** What a person takes home: a link, a program, files, a page to print. */
export function mountView(host: HTMLElement, store: LabStore, { lang }: ViewOptions): View {
  const say = takeWords(lang);
  const link = element("input", { readonly: true, "aria-label": say.link });
  const code = element("pre", { tabindex: 0, "aria-label": say.program });
  const curve = lossCurve(lang);
  const table = element("table");
  const told = element("p", { role: "status", class: "hidden-text" });

  const copy = (text: () => string): HTMLButtonElement =>
    button(say.copy, () => {
      void navigator.clipboard?.writeText(text()).then(() => {
        told.textContent = say.copied;
      });
    });
  const part = (title: string, text: string, className: string, ...children: Node[]): HTMLElement =>
    element(
      "section",
      { class: className },
      element("h3", {}, title),
      element("p", { class: "faint" }, text),
      ...children,
    );

  const root = element(
    "div",
    { class: "take-view" },
    element("h2", {}, say.title),
    element("p", {}, say.intro),
    part(
      say.link,
      say.linkText,
      "link",
      link,
      copy(() => link.value),
    ),
    part(
      say.program,
      say.programText,
      "program",
      code,
      copy(() => code.textContent ?? ""),
      button(say.programFile, () => saveFile("train.mts", code.textContent ?? "")),
    ),
    part(
      say.model,
      say.modelText,
      "model",
      button(say.modelFile, () => void store.toBytes().then((bytes) => saveFile("network.onnx", bytes))),
      button(
        say.weights,
        () => void store.ask("weights", {}).then((weights) => saveFile("weights.json", weightsText(weights))),
      ),
      button(say.curve, () => saveFile("history.csv", historyText(store.state))),
    ),
    part(
      say.report,
      say.reportText,
      "report",
      table,
      curve.root,
      button(say.print, () => print()),
    ),
    told,
  );
  host.replaceChildren(root);

  let shown = -1;
  async function show(state: LabState): Promise<void> {
    const { spec, frame, running, history } = state;
    if (frame === undefined || (running && frame.step === shown)) return;
    shown = frame.step;
    curve.show(history);
    table.replaceChildren(
      ...rows(state).map(([name, value]) =>
        element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)),
      ),
    );
    code.textContent = codeOf(spec, frame.step);
    const address = new URL(addressOf("boundary", await toLink({ spec, steps: frame.step })), location.href)
      .href;
    if (shown === frame.step) link.value = address;
  }

  function rows({ spec, frame }: LabState): [string, string][] {
    const { data, optimizer, penalty } = spec;
    return [
      [say.data, `${dataWords(lang)[data.name]}, ${data.samples}`],
      [say.features, spec.features.join(", ")],
      [
        say.layers,
        spec.layers.map(({ units, activation }) => `${units} ${activation}`).join(" → ") || say.none,
      ],
      [say.optimizer, `${optimizer.name}, ${optimizer.learningRate}`],
      [say.batchSize, String(spec.batchSize)],
      [say.penalty, penalty.name === "none" ? say.none : `${penalty.name}, ${penalty.rate}`],
      [say.initializer, spec.initializer],
      [say.seed, String(spec.seed)],
      [say.step, String(frame?.step ?? 0)],
      [
        `${say.loss} (${say.train} / ${say.test})`,
        `${figure(frame?.loss ?? Number.NaN)} / ${figure(frame?.testLoss ?? Number.NaN)}`,
      ],
      [
        `${say.accuracy} (${say.train} / ${say.test})`,
        `${figure(frame?.accuracy ?? Number.NaN)} / ${figure(frame?.testAccuracy ?? Number.NaN)}`,
      ],
    ];
  }

  const unsubscribe = store.subscribe((state) => void show(state));
  return {
    describe: () => say.describe,
    dispose() {
      unsubscribe();
      curve.dispose();
      root.remove();
    },
  };
}

type Weights = Awaited<ReturnType<LabStore["ask"]>>;

const weightsText = (weights: Weights): string =>
  JSON.stringify(weights, (_, value) => (value instanceof Float32Array ? [...value] : value), 1);

const historyText = ({ history }: LabState): string =>
  [
    "step,loss,testLoss,accuracy,testAccuracy",
    ...history.map((p) => [p.step, p.loss, p.testLoss, p.accuracy, p.testAccuracy].join(",")),
  ].join("\n");
