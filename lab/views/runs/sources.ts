import { button } from "../controls.js";
import { element } from "../dom.js";
import { chosen, type FoundFile } from "./files.js";
import type { LiveState } from "./live.js";
import type { Run } from "./run-list.js";
import type { RunsWords } from "./words.js";

export interface Sources {
  readonly root: HTMLElement;
  show(live: LiveState | undefined, runs: readonly Run[]): void;
  say(text: string): void;
}

/** Where runs come from: files, a folder that is followed, the examples. */
export function sources(
  say: RunsWords,
  acts: { files(files: readonly FoundFile[]): void; example(): void; clear(): void },
): Sources {
  const picker = (name: string, attributes: Readonly<Record<string, string | boolean>>): HTMLElement => {
    const input = element("input", {
      type: "file",
      multiple: true,
      class: "hidden-text",
      tabindex: -1,
      "aria-label": name,
      ...attributes,
    });
    input.addEventListener("change", () => {
      if (input.files !== null) acts.files(chosen(input.files));
      input.value = "";
    });
    return element(
      "span",
      {},
      button(name, () => input.click()),
      input,
    );
  };
  const example = button(say.example, () => acts.example(), { class: "primary" });
  const clear = button(say.clear, () => acts.clear(), { hidden: true });
  const dot = element("span", { class: "dot", "aria-hidden": "true" });
  const liveText = element("span");
  const liveLine = element("p", { class: "live", hidden: true }, dot, liveText);
  const how = element(
    "p",
    { class: "faint" },
    say.liveHow,
    " ",
    element("code", {}, "npx neurograd lab runs"),
  );
  const status = element("p", { role: "status", class: "reading" });
  const root = element(
    "section",
    { class: "sources" },
    liveLine,
    element(
      "div",
      { class: "choices" },
      element("strong", {}, say.drop),
      picker(say.chooseFolder, { webkitdirectory: true }),
      picker(say.chooseFiles, { accept: ".json,.jsonl,.ndjson,.csv" }),
      example,
      clear,
    ),
    element("p", { class: "faint" }, say.stays),
    how,
    status,
  );
  return {
    root,
    show(live, runs) {
      const isLive = live?.folder !== undefined;
      liveLine.hidden = !isLive;
      how.hidden = isLive;
      dot.classList.toggle("on", live?.isConnected === true);
      const isEmpty = live?.isWhole === true && !runs.some(({ source }) => source === "live");
      liveText.textContent = !isLive
        ? ""
        : live.isConnected
          ? `${say.live} ${live.folder}${isEmpty ? ` · ${say.noRuns}` : ""}`
          : say.again;
      clear.hidden = runs.every(({ source }) => source === "live");
      example.hidden = runs.some(({ source }) => source === "example");
      root.classList.toggle("compact", runs.length > 0);
    },
    say(text) {
      status.textContent = text;
    },
  };
}
