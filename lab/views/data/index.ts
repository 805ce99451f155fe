import type { AboutTable } from "../../engine/table/about-table.js";
import { irisCsv } from "../../engine/table/iris-csv.js";
import { type TableSpec, tableSpec } from "../../engine/table/table-spec.js";
import type { TableFrame } from "../../engine/table/table-training.js";
import { grown } from "../../history.js";
import type { Failure } from "../../remote.js";
import type { HistoryPoint, LabStore } from "../../store.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import { askPanel } from "./ask.js";
import { type ChosenFile, choosePanel } from "./choose.js";
import { columnsTable, readingControls } from "./columns.js";
import { keepingFocus } from "./controls.js";
import "./data.css";
import { learningPanel } from "./learning.js";
import { faultText, refusalOf } from "./refusal.js";
import { sentenceOf } from "./sentence.js";
import { settingsPanel } from "./settings.js";
import { takePanel } from "./take.js";
import { tableWords } from "./words.js";
import { workbenchPanel } from "./workbench.js";

/** It pauses after so many steps. */
const atATime = 2000;
const longestHistory = 600;
let sources = 0;
/** What was open when the view was last left: it is there again, untrained. */
let left: TableSpec | undefined;

/** A table of the visitor's own: read, understood, learned from, asked, taken away. All of it on this computer. */
export function mountView(host: HTMLElement, store: LabStore, { lang, told }: ViewOptions): View {
  const say = tableWords(lang);
  let spec: TableSpec | undefined;
  let about: AboutTable | undefined;
  let frame: TableFrame | undefined;
  let refusal: Failure | undefined;
  let history: readonly HistoryPoint[] = [];
  let running = false;
  let isAsked = false;
  let isGone = false;
  let ask: ReturnType<typeof askPanel> | undefined;
  let lastAsked = 0;

  const remote = store.open("table", {
    frame: (shown) => void arrived(shown).catch(refused),
    state: (state) => {
      running = state.running;
      learning.showRunning(running, state.stepsPerSecond);
      if (!running) ask?.refresh();
      told?.();
    },
    failed: refused,
    lost: refused,
  });
  const run = {
    toggle(): void {
      if (frame === undefined) return;
      if (running) remote.pause();
      else remote.run(Infinity, (Math.floor(frame.step / atATime) + 1) * atATime);
    },
    advance(): void {
      if (frame === undefined) return;
      remote.pause();
      remote.advance(1);
    },
    reset(): void {
      if (spec !== undefined) change({});
    },
  };
  const learning = learningPanel(say, lang, run);
  const opened = element("div", { class: "opened" });

  const open = (chosen: ChosenFile, choices: Partial<TableSpec> = {}): void => {
    spec = tableSpec({ id: sources++, name: chosen.name, file: chosen.file });
    about = undefined;
    change(choices);
  };
  const iris = (choices: Partial<TableSpec>) => (): void =>
    open({ name: say.iris, file: new Blob([irisCsv(lang)]) }, choices);
  const petalWidth = irisCsv(lang).split("\n", 1)[0].split(",")[3];
  const root = element(
    "div",
    { class: "data-view" },
    element("h2", {}, say.title),
    element("p", {}, say.intro),
    choosePanel(
      say,
      [
        { label: say.irisSpecies, use: iris({}) },
        { label: say.irisWidth, use: iris({ target: petalWidth }) },
        { label: say.irisRaw, use: iris({ isScaled: false, layers: [1] }) },
      ],
      open,
    ),
    opened,
  );
  host.replaceChildren(root);

  function change(choices: Partial<TableSpec>): void {
    if (spec === undefined) return;
    spec = { ...spec, ...choices };
    left = spec;
    frame = undefined;
    refusal = undefined;
    history = [];
    isAsked = false;
    ask = undefined;
    remote.build(spec);
    if (about === undefined) render();
    else root.setAttribute("aria-busy", "true");
  }

  async function arrived(shown: TableFrame | undefined): Promise<void> {
    frame = shown;
    if (shown !== undefined) history = remembered(history, shown);
    if (!isAsked) {
      isAsked = true;
      const asked = spec;
      const answer = await remote.ask("about", {});
      if (asked !== spec) return;
      about = answer;
      render();
    }
    if (about === undefined || frame === undefined) return;
    learning.show(about, frame, history);
    if (performance.now() - lastAsked > 400 || !running) {
      lastAsked = performance.now();
      ask?.refresh();
    }
    told?.();
  }

  function refused(failure: Failure): void {
    if (isGone) return;
    refusal = failure;
    about = undefined;
    frame = undefined;
    render();
  }

  function render(): void {
    keepingFocus(root, () => opened.replaceChildren(...panels()));
    root.removeAttribute("aria-busy");
    told?.();
  }

  function panels(): HTMLElement[] {
    if (spec === undefined) return [];
    const read = section(
      spec.source.name,
      ...(about === undefined ? [] : [element("p", { class: "faint number" }, sizeText(about))]),
      readingControls(say, spec, about, (reading) => change({ reading })),
    );
    if (refusal !== undefined) return [read, refusalPanel(refusal)];
    if (about === undefined) {
      read.append(
        element(
          "p",
          { role: "status" },
          say.reading,
          " ",
          element("progress", { "aria-label": say.reading }),
        ),
      );
      return [read];
    }
    read.append(columnsTable(say, about, setRole));
    if (about.fault !== undefined) return [read, faultPanel(about, spec), ...taskAlone(about, spec)];
    const current = spec;
    ask = askPanel(say, about, (cells) => remote.ask("predict", { cells }));
    ask.refresh();
    const bench = workbenchPanel(say, about, store, (axes) => remote.ask("points", axes));
    const take = takePanel(say, current, about, () => ({
      step: frame?.step ?? 0,
      bytes: remote.ask("save", {}),
    }));
    return [
      read,
      section(
        say.network,
        element("p", {}, networkText(about, current)),
        settingsPanel(say, current, about, change),
      ),
      section(say.learning, learning.root),
      section(say.ask, ask.root),
      ...(bench === undefined ? [] : [section(say.workbench, bench)]),
      section(say.take, take),
    ];
  }

  /** Where the fault lies in the task, it can be changed. */
  const taskAlone = (known: AboutTable, current: TableSpec): HTMLElement[] =>
    known.fault?.kind === "textTarget" || known.fault?.kind === "tooManyClasses"
      ? [section(say.network, settingsPanel(say, current, known, change))]
      : [];

  function refusalPanel(failure: Failure): HTMLElement {
    const { text, detail } = refusalOf(failure, lang);
    return alertPanel(text, element("p", { class: "faint" }, detail));
  }

  function faultPanel({ fault, target }: AboutTable, { reading, ignored, mixed }: TableSpec): HTMLElement {
    if (fault === undefined) return alertPanel("");
    const text = faultText(fault, target, lang);
    if (fault.kind !== "strayText") return alertPanel(text);
    return alertPanel(
      text,
      element(
        "div",
        { class: "row" },
        button(say.asMissing, () =>
          change({ reading: { ...reading, missing: [...reading.missing, fault.text] } }),
        ),
        ...(fault.column === target
          ? []
          : [button(say.leaveColumn, () => change({ ignored: [...ignored, fault.column] }))]),
        button(say.keepTexts, () => change({ mixed: [...mixed, fault.column] })),
      ),
    );
  }

  const alertPanel = (text: string, ...more: Node[]): HTMLElement =>
    element(
      "section",
      { class: "refused", role: "alert" },
      element("h3", {}, say.refused),
      element("p", {}, text),
      ...more,
    );

  function setRole(column: string, role: string): void {
    if (spec === undefined || about === undefined) return;
    const ignored = spec.ignored.filter((name) => name !== column);
    if (role === "target") change({ target: column, task: undefined, ignored });
    else if (role === "ignored")
      change({ ignored: [...ignored, column], ...(about.target === column && { target: undefined }) });
    else change({ ignored });
  }

  const sizeText = ({ rows, columns }: AboutTable): string =>
    `${rows.toLocaleString(lang)} ${say.rows} × ${columns.length} ${say.columns}`;

  function networkText(known: AboutTable, { layers }: TableSpec): string {
    const { inputs, classes, target, trained, tested, missing, leftOut } = known;
    const shape = [inputs, ...layers, classes?.length ?? 1].join(" → ");
    if (lang === "zh") {
      const filled = missing > 0 ? `${missing} 个缺失值已填补。` : "";
      const dropped = leftOut > 0 ? `${leftOut} 行没有目标，不用。` : "";
      return `由 ${inputs} 个数得出“${target}”${classes === undefined ? "（数量）" : `（${classes.length} 类）`}：${shape}。${trained} 行用于学习，${tested} 行用于测试。${filled}${dropped}`;
    }
    const filled = missing > 0 ? ` ${missing} missing values are filled.` : "";
    const dropped = leftOut > 0 ? ` ${leftOut} rows without a target are left out.` : "";
    const wanted = classes === undefined ? "a quantity" : `one of ${classes.length} classes`;
    return `Tells “${target}”, ${wanted}, from ${inputs} numbers: ${shape}. It learns from ${trained} rows and is tested on ${tested} others.${filled}${dropped}`;
  }

  if (left !== undefined) {
    spec = left;
    change({});
  }
  return {
    describe: () => sentenceOf({ about, frame, spec }, lang) || say.describeNone,
    run,
    dispose() {
      isGone = true;
      remote.close();
      learning.dispose();
      root.remove();
    },
  };
}

const section = (title: string, ...children: Node[]): HTMLElement =>
  element("section", { class: "step-panel", "aria-label": title }, element("h3", {}, title), ...children);

function remembered(history: readonly HistoryPoint[], frame: TableFrame): readonly HistoryPoint[] {
  const { step, loss, testLoss, score, testScore } = frame;
  return grown(history, { step, loss, testLoss, accuracy: score, testAccuracy: testScore }, longestHistory);
}
