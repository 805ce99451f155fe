import { button } from "../controls.js";
import { element } from "../dom.js";
import type { tableWords } from "./words.js";

export interface ChosenFile {
  readonly name: string;
  readonly file: Blob;
}

/** Where a table comes from: dropped, chosen, pasted. */
export function choosePanel(
  say: ReturnType<typeof tableWords>,
  examples: readonly { readonly label: string; readonly use: () => void }[],
  chosen: (file: ChosenFile) => void,
): HTMLElement {
  const input = element("input", {
    type: "file",
    accept: ".csv,.tsv,.txt,text/csv,text/plain",
    "aria-label": say.file,
  });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file !== undefined) chosen({ name: file.name, file });
    input.value = ""; // the same file again is a new choice
  });
  const zone = element(
    "label",
    { class: "drop" },
    element("span", { class: "drop-sign", "aria-hidden": "true" }, "⇣"),
    element("strong", {}, say.drop),
    element("span", { class: "faint" }, say.dropHint),
    input,
  );
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    const text = event.dataTransfer?.getData("text/plain");
    if (file !== undefined) chosen({ name: file.name, file });
    else if (text) chosen({ name: say.pasted, file: new Blob([text]) });
  });
  const text = element("textarea", { rows: 5, "aria-label": say.paste, spellcheck: "false" });
  const paste = element(
    "details",
    { class: "paste" },
    element("summary", {}, say.paste),
    text,
    button(say.pasteUse, () => chosen({ name: say.pasted, file: new Blob([text.value]) })),
  );
  return element(
    "section",
    { class: "choose", "aria-label": say.choose },
    zone,
    element(
      "div",
      { class: "other-ways" },
      element("p", { class: "private" }, element("span", { "aria-hidden": "true" }, "✓ "), say.private),
      element("p", {}, say.examples),
      element("div", { class: "row" }, ...examples.map(({ label, use }) => button(label, use))),
      paste,
    ),
  );
}
