import { diseases, type Finding, type Said } from "neurograd/explain";
import type { LabSpec } from "../../engine/spec.js";
import type { LabStore } from "../../store.js";
import type { Lang } from "../../text/lang.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { changeOf } from "./experiment.js";
import { insideWords } from "./words.js";

/** What was tried last, of each page: it outlives the view. */
const tried = new WeakMap<LabStore, { readonly before: LabSpec; readonly says: Said }>();

export interface DoctorCards {
  readonly root: HTMLElement;
  show(findings: readonly Finding[] | undefined): void;
}

/** A card for each finding, with experiments that can be undone. */
export function doctorCards(store: LabStore, lang: Lang): DoctorCards {
  const say = insideWords(lang);
  const list = element("div", { class: "cards" });
  const experiment = element("p", { class: "experiment", role: "status" });
  const root = element(
    "section",
    { "aria-label": say.doctor },
    element("h2", {}, say.doctor),
    experiment,
    list,
  );
  let shown = "";
  let told: readonly Finding[] | undefined;

  function attempt(change: Partial<LabSpec>, says: Said): void {
    const { running, spec } = store.state;
    tried.set(store, { before: spec, says });
    store.change(change);
    if (running) store.play();
    showExperiment();
  }

  function showExperiment(): void {
    const last = tried.get(store);
    experiment.replaceChildren();
    if (last === undefined) return;
    const undo = button(say.undo, () => {
      tried.delete(store);
      store.change(last.before);
      experiment.replaceChildren(say.undone);
    });
    experiment.replaceChildren(`${say.experiment} ${last.says[lang]} `, undo);
  }

  const card = (finding: Finding): HTMLElement => {
    const { name, why, remedies, consequences, disease } = finding;
    const says = element("p", { class: "evidence" });
    const buttons = remedies.flatMap((remedy) => {
      const change = changeOf(remedy, store.state.spec);
      return change === undefined ? [] : [button(remedy.says[lang], () => attempt(change, remedy.says))];
    });
    const advice = remedies.filter((remedy) => changeOf(remedy, store.state.spec) === undefined);
    const also = consequences.map((consequence) => diseases[consequence].name[lang]).join(", ");
    return element(
      "article",
      { class: "card", "data-disease": disease },
      element("h3", {}, element("span", { "aria-hidden": "true" }, "⚠ "), name[lang]),
      says,
      ...(also === "" ? [] : [element("p", { class: "faint" }, `${say.consequences} ${also}`)]),
      element("details", {}, element("summary", {}, say.what), element("p", {}, why[lang])),
      element("div", { class: "remedies" }, element("span", {}, say.try), ...buttons),
      ...advice.map((remedy) => element("p", { class: "faint" }, remedy.says[lang])),
    );
  };

  showExperiment();
  return {
    root,
    show(findings) {
      if (findings === told) return;
      told = findings;
      const wanted = JSON.stringify(
        findings?.map(({ disease, consequences, remedies }) => [disease, consequences, remedies]),
      );
      if (wanted !== shown) {
        shown = wanted ?? "";
        if (findings === undefined) list.replaceChildren(say.waiting);
        else if (findings.length === 0)
          list.replaceChildren(element("p", { class: "well" }, `✓ ${say.well}`));
        else list.replaceChildren(...findings.map(card));
      }
      const evidence = list.querySelectorAll(".evidence");
      findings?.forEach(({ says }, k) => {
        const at = evidence[k];
        if (at !== undefined && at.textContent !== says[lang]) at.textContent = says[lang];
      });
    },
  };
}
