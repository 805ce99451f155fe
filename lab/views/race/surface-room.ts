import type { DescentFrame, Way } from "../../engine/race/descent.js";
import { rates } from "../../engine/race/racers.js";
import { surfaceNames, surfaces } from "../../engine/race/surfaces.js";
import type { LabStore } from "../../store.js";
import { figure, type Lang } from "../../text/lang.js";
import { lineChart } from "../chart/line-chart.js";
import { markIcon } from "../chart/marks.js";
import { button, labelled, menu } from "../controls.js";
import { element, prefersStillness, tableHead } from "../dom.js";
import { surfaceInvitations } from "./invitations.js";
import type { Room } from "./room.js";
import type { RaceState } from "./state.js";
import { walkersOf } from "./state.js";
import { surfacePicture } from "./surface-picture.js";
import { rateChoice, transport } from "./transport.js";
import { racerTitles, raceWords, surfaceNotes, surfaceTitles } from "./words.js";

const speeds = [4, 20, 60, Infinity];
const calmSteps = 200;
const reliefSize = 100;

/** Optimizers on a landscape of two weights. */
export function surfaceRoom(
  store: LabStore,
  lang: Lang,
  first: RaceState,
  remember: (change: Partial<RaceState>) => void,
): Room {
  const say = raceWords(lang);
  let state = first;
  let frame: DescentFrame | undefined;
  let running = false;
  let speed = 20;
  let shownSurface: string | undefined;

  const remote = store.open("descent", {
    frame: (next) => {
      frame = next;
      remember({ walked: next.step });
      draw();
    },
    state: (next) => {
      running = next.running;
      bar.show(running);
    },
    failed: ({ message }) => tell(message),
    lost: ({ message }) => tell(message),
  });

  const picture = surfacePicture(say, (start, isFinal) => {
    set({ start }, isFinal);
  });
  const notice = element("p", { role: "alert", hidden: true });
  const title = element("h2");
  const formula = element("p", { class: "formula number" });
  const note = element("p");
  const stepText = element("span", { class: "number step", "data-testid": "walked" });
  const body = element("tbody");
  const table = element("table", { class: "racers" }, tableHead([say.optimizer, say.rate, say.loss]), body);
  const chart = lineChart({ title: say.lossOverSteps, lang, height: 200 });
  const speedChoice = menu(
    speeds.map((each) => [each, Number.isFinite(each) ? `${each} ${say.perSecond}` : say.fastest]),
    speed,
    (to) => {
      speed = to;
      if (running) remote.run(speed);
    },
  );
  const run = {
    toggle: () => (running ? remote.pause() : remote.run(speed)),
    advance: () => {
      remote.pause();
      remote.advance(1);
    },
    reset: () => build(0),
  };
  const bar = transport(say, run, labelled(say.speed, speedChoice), stepText);
  const chosen = new Map(
    surfaceNames.map((name) => {
      const go = (): void => set({ surface: name, start: surfaces[name].start, walkers: keptOn(name) });
      return [name, button(surfaceTitles[name][lang], go)];
    }),
  );
  const [startX, startY] = [0, 1].map((i) => {
    const field = element("input", { type: "number", step: "any", class: "number" });
    field.addEventListener("change", () => {
      if (!Number.isFinite(field.valueAsNumber)) return;
      const { middle, half } = surfaces[state.surface];
      const value = Math.min(middle[i] + half, Math.max(middle[i] - half, field.valueAsNumber));
      set({ start: i === 0 ? [value, state.start[1]] : [state.start[0], value] });
    });
    return field;
  });
  const root = element(
    "div",
    { class: "surface-room" },
    element("div", { class: "choices", role: "group", "aria-label": say.surface }, ...chosen.values()),
    bar.root,
    notice,
    element(
      "div",
      { class: "ground" },
      element(
        "div",
        {},
        picture.root,
        element(
          "p",
          { class: "faint legend" },
          "◎ ",
          say.lowest,
          " · ○ ",
          say.level,
          " · ⊕ ",
          say.start,
          " · ",
          say.pictureKeys,
        ),
      ),
      element(
        "div",
        { class: "side" },
        title,
        formula,
        note,
        table,
        element("div", { class: "starts" }, labelled(say.startX, startX), labelled(say.startY, startY)),
        element("h3", {}, say.tryOut),
        element(
          "div",
          { class: "choices" },
          ...surfaceInvitations.map(({ title: name, state: wanted }) =>
            button(name[lang], () => set(wanted, true)),
          ),
        ),
      ),
    ),
    chart.root,
    element("p", { class: "faint" }, say.honestSurface),
  );

  /** The same racers on another landscape, with rates that suit it. */
  const keptOn = (surface: RaceState["surface"]): RaceState["walkers"] =>
    walkersOf(
      surface,
      state.walkers.filter(({ isOn }) => !isOn).map(({ name }) => name),
    );

  function set(change: Partial<RaceState>, plays = running): void {
    state = { ...state, ...change };
    remember({ ...change, walked: 0 });
    build(0);
    if (!plays) return;
    if (prefersStillness()) remote.advance(calmSteps);
    else remote.run(speed);
  }

  function build(steps: number): void {
    const { surface, start, walkers } = state;
    frame = undefined;
    remote.build({ surface, start, racers: on() }, steps);
    title.textContent = surfaceTitles[surface][lang];
    formula.textContent = `L(x, y) = ${surfaces[surface].formula}`;
    note.textContent = surfaceNotes[surface][lang];
    startX.value = String(start[0]);
    startY.value = String(start[1]);
    for (const [name, each] of chosen) each.setAttribute("aria-pressed", String(name === surface));
    if (shownSurface !== surface) {
      shownSurface = surface;
      void remote.ask("relief", { size: reliefSize }).then(
        (relief) => {
          if (state.surface !== surface) return;
          picture.showRelief(surface, relief);
          picture.showStart(state.start);
          draw();
        },
        () => {},
      ); // closed meanwhile
    }
    picture.showStart(start);
    rows = walkers.map((walker, k) => row(walker, k));
    body.replaceChildren(...rows.map(({ root: each }) => each));
  }

  const on = (): RaceState["walkers"] => state.walkers.filter(({ isOn }) => isOn);
  const marks = (): number[] => state.walkers.flatMap(({ isOn }, k) => (isOn ? [k] : []));

  interface Row {
    readonly root: HTMLElement;
    readonly loss: HTMLElement;
  }
  let rows: Row[] = [];
  function row(walker: RaceState["walkers"][number], k: number): Row {
    const name = racerTitles[walker.name][lang];
    const box = element("input", {
      type: "checkbox",
      checked: walker.isOn,
      "aria-label": `${name}: ${say.races}`,
    });
    const change = (own: Partial<typeof walker>): void =>
      set({ walkers: state.walkers.map((each, i) => (i === k ? { ...each, ...own } : each)) });
    box.addEventListener("change", () => change({ isOn: box.checked }));
    const loss = element("td", { class: "number loss" });
    return {
      loss,
      root: element(
        "tr",
        walker.isOn ? {} : { class: "off" },
        element("th", { scope: "row" }, element("label", {}, box, markIcon(k), name)),
        element(
          "td",
          {},
          rateChoice(rates, walker.learningRate, `${name}: ${say.rate}`, (learningRate) =>
            change({ learningRate }),
          ),
        ),
        loss,
      ),
    };
  }

  function draw(): void {
    const ways = frame?.ways ?? [];
    const shown = marks();
    stepText.textContent = `${say.steps} ${frame?.step ?? 0}`;
    picture.showWays(ways, shown);
    for (const [i, k] of shown.entries())
      if (ways[i] !== undefined && rows[k] !== undefined) rows[k].loss.textContent = standing(ways[i]);
    chart.show({
      series: ways.map(({ loss, isLost }, i) => {
        const y = isLost ? [...loss, Number.NaN] : loss;
        return {
          id: String(shown[i]),
          name: racerTitles[state.walkers[shown[i]].name][lang],
          mark: shown[i],
          x: counted(y.length),
          y,
        };
      }),
      xName: say.steps,
      isLogY: ways.every(({ loss }) => loss.every((each) => each > 0)),
    });
  }

  function standing({ x, y, loss, isLost }: Way): string {
    if (isLost) return say.isLost;
    const last = loss.length - 1;
    const { middle, half } = surfaces[state.surface];
    const isOut = Math.abs(x[last] - middle[0]) > half || Math.abs(y[last] - middle[1]) > half;
    return isOut ? `${figure(loss[last])} · ${say.left}` : figure(loss[last]);
  }

  function tell(message: string): void {
    notice.textContent = message;
    notice.hidden = false;
  }

  build(first.walked);
  return {
    root,
    run,
    describe() {
      const ways = frame?.ways ?? [];
      const shown = marks();
      const ended = ways.map((way, i) => ({ way, name: racerTitles[state.walkers[shown[i]].name][lang] }));
      const there = ended.filter(({ way }) => !way.isLost);
      if (there.length === 0) return raceWords(lang).intro;
      const end = (way: Way): number => way.loss[way.loss.length - 1];
      const best = there.reduce((a, b) => (end(b.way) < end(a.way) ? b : a));
      const lost = ended.filter(({ way }) => way.isLost).map(({ name }) => name);
      const [x, y] = state.start;
      const land = surfaceTitles[state.surface][lang];
      if (lang === "zh")
        return `${land}，从 (${x}, ${y}) 走了 ${frame?.step} 步：${best.name} 最低，损失 ${figure(end(best.way))}。${lost.length > 0 ? `已发散：${lost.join("、")}。` : ""}这是用这些学习率的名次，换学习率会变。`;
      return `${land}, ${frame?.step} steps from (${x}, ${y}): ${best.name} is lowest, with a loss of ${figure(end(best.way))}.${lost.length > 0 ? ` Lost: ${lost.join(", ")}.` : ""} So it is with these learning rates; with others the order changes.`;
    },
    dispose() {
      remote.close();
      chart.dispose();
    },
  };
}

const counted = (length: number): Float64Array => Float64Array.from({ length }, (_, k) => k);
