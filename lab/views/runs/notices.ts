import { element } from "../dom.js";
import type { Notice, Run } from "./run-list.js";
import type { RunsWords } from "./words.js";

const mostShown = 40;

/** What is odd in the files, line by line; nothing where all is well. */
export function noticesOf(runs: readonly Run[], say: RunsWords): HTMLElement[] {
  const all = runs.flatMap((run) => run.notices.map((notice) => ({ run, notice })));
  if (all.length === 0) return [];
  const items = all
    .slice(0, mostShown)
    .map(({ run, notice }) => element("li", {}, element("strong", {}, run.name), `: ${textOf(notice, say)}`));
  if (all.length > mostShown) items.push(element("li", {}, `${say.more} ${all.length - mostShown}`));
  return [
    element(
      "details",
      { class: "notices", open: all.length <= 5 },
      element("summary", {}, `${say.notices} (${all.length})`),
      element("ul", {}, ...items),
    ),
  ];
}

export function textOf({ line, what, detail }: Notice, say: RunsWords): string {
  const place = line === undefined ? "" : `${say.line.replace("%", String(line))} `;
  if (what === "record") return detail ?? "";
  return `${place}${say[what]}${detail === undefined ? "" : ` ${detail}`}`;
}
