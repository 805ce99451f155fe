import type { Account, AccountLine } from "neurograd/brain";
import { figure } from "../../../text/lang.js";
import { element, tableHead } from "../../dom.js";

export interface WorkTexts {
  readonly place: string;
  readonly bySpikes: string;
  readonly byNumbers: string;
  readonly macs: string;
  readonly accumulates: string;
  readonly spikeCount: string;
  readonly updates: string;
  readonly arithmetic: string;
  readonly withMemory: string;
}

/** What one answer of each network takes. */
export function workTable(say: WorkTexts): {
  readonly root: HTMLElement;
  show(accounts: readonly Account[]): void;
} {
  const body = element("tbody");
  const rows: readonly (readonly [string, (total: AccountLine) => number])[] = [
    [say.macs, ({ macs }) => macs],
    [say.accumulates, ({ accumulates }) => accumulates],
    [say.spikeCount, ({ spikes }) => spikes],
    [say.updates, ({ updates }) => updates],
    [say.arithmetic, ({ arithmetic }) => arithmetic],
    [say.withMemory, ({ withMemory }) => withMemory],
  ];
  return {
    root: element("table", { class: "work" }, tableHead([say.place, say.bySpikes, say.byNumbers]), body),
    show(accounts) {
      body.replaceChildren(
        ...rows.map(([name, of]) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, name),
            ...accounts.map(({ total }) => element("td", { class: "number" }, figure(of(total), 4))),
          ),
        ),
      );
    },
  };
}
