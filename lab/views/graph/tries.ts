import { button } from "../controls.js";
import { element } from "../dom.js";
import type { GraphWords } from "./words.js";

/** What somebody wants to see: some groups unfolded, and the last operator of the first of them. */
export interface Wish {
  readonly of: "simplified" | "traced";
  readonly groups: readonly string[];
}

/** Invitations: each shows something that tells. */
export function tries(say: GraphWords, show: (wish: Wish) => void, plainDescent: () => void): HTMLElement {
  return element(
    "div",
    { class: "bar" },
    element("span", { class: "faint" }, say.tryThis),
    button(say.tryTanh, () => show({ of: "simplified", groups: ["forward:hidden_1", "backward:hidden_1"] })),
    button(say.tryPlain, () => {
      plainDescent();
      show({ of: "simplified", groups: ["update:hidden_1"] });
    }),
    button(say.tryGone, () => show({ of: "traced", groups: ["backward:hidden_1"] })),
  );
}
