import { lessons } from "../../lessons/index.js";
import type { Ending, Lesson } from "../../lessons/lesson.js";
import { runExperiment } from "../../lessons/run-experiment.js";
import { addressOf, lessonAddress } from "../../place.js";
import type { LabStore } from "../../store.js";
import { figure, type Lang, type Text } from "../../text/lang.js";
import { button } from "../controls.js";
import { element, tableHead } from "../dom.js";
import { views } from "../index.js";
import type { View } from "../view.js";
import { guesses, keepGuess } from "./guesses.js";
import { learnWords } from "./words.js";

/** One lesson: the question, the guess, the experiment in its view, the answer. */
export function lessonPage(
  lesson: Lesson,
  store: LabStore,
  lang: Lang,
): { readonly root: HTMLElement; dispose(): void } {
  const say = learnWords(lang);
  const paragraphs = (texts: readonly Text[]): HTMLElement[] =>
    texts.map((text) => element("p", {}, text[lang]));
  let guess = guesses()[lesson.id]?.guess;
  let stage: View | undefined;
  let isGone = false;

  const run = button(say.run, () => void experiment(), { class: "primary", disabled: guess === undefined });
  const hint = element("p", { class: "faint", role: "status" }, guess === undefined ? say.runFirst : "");
  const choices = lesson.choices.map((choice, k) => {
    const radio = element("input", { type: "radio", name: "guess", value: k, checked: k === guess });
    radio.addEventListener("change", () => {
      guess = k;
      run.disabled = false;
      hint.textContent = "";
    });
    return element("label", {}, radio, ` ${choice[lang]}`);
  });
  const stagePlace = element("div", { class: "stage" });
  const answerPlace = element("div", { class: "answer" });

  async function experiment(): Promise<void> {
    if (guess === undefined) return;
    const guessed = guess;
    run.disabled = true;
    answerPlace.replaceChildren();
    await showStage();
    const endings = await runExperiment(store, lesson.runs, ({ label }) => {
      hint.textContent = `${say.running}: ${label[lang]} …`;
    });
    if (isGone) return;
    run.disabled = false;
    run.textContent = say.again;
    hint.textContent = endings === undefined ? say.stopped : "";
    if (endings === undefined) return;
    const outcome = lesson.outcome(endings);
    keepGuess(lesson.id, { guess: guessed, outcome });
    answerPlace.replaceChildren(...answer(endings, guessed, outcome));
    answerPlace.querySelector("h3")?.focus();
  }

  async function showStage(): Promise<void> {
    if (stage !== undefined) return;
    const entry = views.find(({ id }) => id === lesson.view) ?? views[0];
    const { mountView } = await entry.load();
    if (!isGone) stage = mountView(stagePlace, store, { lang });
  }

  function answer(endings: readonly Ending[], guessed: number, outcome: number): HTMLElement[] {
    const rows = endings.map(({ frame }, k) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, lesson.runs[k].label[lang]),
        element("td", { class: "number" }, String(frame.step)),
        element("td", { class: "number" }, `${figure(frame.accuracy)} / ${figure(frame.testAccuracy)}`),
        element("td", { class: "number" }, `${figure(frame.loss)} / ${figure(frame.testLoss)}`),
      ),
    );
    const head = tableHead([say.network, say.steps, say.accuracy, say.loss]);
    const next = lessons[lessons.indexOf(lesson) + 1];
    return [
      element("h3", { tabindex: -1 }, say.result),
      element(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": say.result },
        element("table", {}, head, element("tbody", {}, ...rows)),
      ),
      element("p", {}, `${say.came}: ${lesson.choices[outcome][lang]}`),
      element(
        "p",
        {},
        `${say.youGuessed}: ${lesson.choices[guessed][lang]} ${guessed === outcome ? say.agrees : say.differs}`,
      ),
      element("h3", {}, say.answer),
      ...paragraphs(lesson.after),
      element("h3", {}, say.more),
      element(
        "div",
        { class: "more" },
        ...lesson.more.map(({ label, spec }) => goOn(label[lang], () => store.change(spec))),
      ),
      ...(lesson.elsewhere === undefined
        ? []
        : [
            element(
              "ul",
              { class: "elsewhere" },
              ...lesson.elsewhere.map(({ label, address }) =>
                element("li", {}, element("a", { href: address }, label[lang])),
              ),
            ),
          ]),
      ...(next === undefined
        ? []
        : [
            element(
              "p",
              {},
              element("a", { href: lessonAddress(next.id) }, `${say.next}: ${next.question[lang]}`),
            ),
          ]),
    ];
  }

  const goOn = (text: string, change: () => void): HTMLButtonElement =>
    button(text, () => {
      change();
      store.play();
      stagePlace.scrollIntoView({ block: "nearest" });
    });

  const root = element(
    "article",
    {},
    element("p", {}, element("a", { href: addressOf("learn") }, `← ${say.all}`)),
    element("h2", { tabindex: -1 }, lesson.question[lang]),
    ...paragraphs(lesson.before),
    element("fieldset", { class: "guess" }, element("legend", {}, say.guess), ...choices),
    run,
    hint,
    stagePlace,
    answerPlace,
  );
  return {
    root,
    dispose() {
      isGone = true;
      stage?.dispose();
      root.remove();
    },
  };
}
