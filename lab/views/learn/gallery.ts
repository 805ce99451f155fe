import { lessons } from "../../lessons/index.js";
import { lessonAddress } from "../../place.js";
import type { Lang } from "../../text/lang.js";
import { element } from "../dom.js";
import { guesses } from "./guesses.js";
import { learnWords } from "./words.js";

/** The cards of all lessons. */
export function gallery(lang: Lang): HTMLElement {
  const say = learnWords(lang);
  const known = guesses();
  const cards = lessons.map(({ id, question, minutes }, k) => {
    const guess = known[id];
    const state = guess === undefined ? say.open : guess.guess === guess.outcome ? say.right : say.wrong;
    return element(
      "li",
      {},
      element(
        "a",
        { href: lessonAddress(id), class: "card" },
        element("span", { class: "faint" }, `${k + 1}`),
        element("strong", {}, question[lang]),
        element("span", { class: "faint" }, `${minutes} ${say.minutes} · ${state}`),
      ),
    );
  });
  return element(
    "div",
    {},
    element("h2", {}, say.title),
    element("p", {}, say.intro),
    element("ol", { class: "cards" }, ...cards),
  );
}
