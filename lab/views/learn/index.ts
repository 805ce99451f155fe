import { lessons } from "../../lessons/index.js";
import { place } from "../../place.js";
import type { LabStore } from "../../store.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import { gallery } from "./gallery.js";
import "./learn.css";
import { lessonPage } from "./lesson-page.js";
import { learnWords } from "./words.js";

/** Ten questions; one of them where the address says which. */
export function mountView(host: HTMLElement, store: LabStore, { lang }: ViewOptions): View {
  const root = element("div", { class: "learn-view" });
  host.replaceChildren(root);
  let page: ReturnType<typeof lessonPage> | undefined;
  let shown: string | undefined;

  function show(): void {
    const { view, lesson: id } = place();
    if (view !== "learn" && view !== undefined) return; // on the way to another view
    shown = id;
    page?.dispose();
    const lesson = lessons.find((candidate) => candidate.id === id);
    page = lesson && lessonPage(lesson, store, lang);
    root.replaceChildren(page?.root ?? gallery(lang));
    if (lesson !== undefined) root.querySelector("h2")?.focus({ preventScroll: true });
  }
  const changed = (): void => {
    if (place().lesson !== shown) show();
  };
  show();
  addEventListener("hashchange", changed);
  return {
    describe() {
      const lesson = lessons.find(({ id }) => id === shown);
      return lesson === undefined ? learnWords(lang).intro : lesson.question[lang];
    },
    dispose() {
      removeEventListener("hashchange", changed);
      page?.dispose();
      root.remove();
    },
  };
}
