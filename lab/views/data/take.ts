import type { AboutTable } from "../../engine/table/about-table.js";
import { tableCode } from "../../engine/table/table-code.js";
import type { TableSpec } from "../../engine/table/table-spec.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { saveFile } from "../save-file.js";
import type { tableWords } from "./words.js";

/** The trained network and the program that trains it, as files. */
export function takePanel(
  say: ReturnType<typeof tableWords>,
  spec: TableSpec,
  about: AboutTable,
  now: () => { readonly step: number; readonly bytes: Promise<Uint8Array> },
): HTMLElement {
  const program = element("pre", { tabindex: 0, "aria-label": say.program });
  const reading = element("details", {}, element("summary", {}, say.showProgram), program);
  reading.addEventListener("toggle", () => {
    program.textContent = tableCode(spec, about, now().step);
  });
  return element(
    "div",
    {},
    element("p", {}, say.takeText),
    element(
      "div",
      { class: "row" },
      button(say.model, () => void now().bytes.then((bytes) => saveFile("model.onnx", bytes)), {
        class: "primary",
      }),
      button(say.program, () => saveFile("train.mts", tableCode(spec, about, now().step))),
      button(
        say.table,
        () =>
          void spec.source.file
            .arrayBuffer()
            .then((bytes) => saveFile(spec.source.name, new Uint8Array(bytes))),
      ),
    ),
    element("p", { class: "faint" }, say.command),
    element(
      "pre",
      { tabindex: 0, "aria-label": say.command },
      `npx neurograd predict model.onnx ${JSON.stringify(spec.source.name)}`,
    ),
    reading,
    element("p", { class: "faint" }, say.honest),
  );
}
