import { button, menu } from "../controls.js";
import { element } from "../dom.js";

/** Something telling to set up, and what to look at then. */
export interface Invitation {
  readonly name: string;
  readonly look: string;
  readonly act: () => void;
}

export interface RoomTexts {
  readonly question: string;
  readonly intro: string;
  readonly tries: string;
  readonly honest: string;
  readonly honestTitle: string;
}

/** The frame of a panel: a question, what it is, what to try, the pictures, what is simplified. */
export function room(
  { question, intro, tries, honest, honestTitle }: RoomTexts,
  invitations: readonly Invitation[],
  ...parts: readonly HTMLElement[]
): HTMLElement {
  const look = element("p", { class: "look", role: "status" });
  const buttons = invitations.map(({ name, look: text, act }) =>
    button(name, () => {
      act();
      look.textContent = text;
    }),
  );
  return element(
    "div",
    { class: "room" },
    element("h2", {}, question),
    element("p", { class: "intro" }, intro),
    element("div", { class: "tries" }, element("span", { class: "faint" }, tries), ...buttons),
    look,
    ...parts,
    element("p", { class: "honest" }, element("strong", {}, honestTitle), " ", honest),
  );
}

/** A choice among names. */
export function choice<Name extends string>(
  label: string,
  names: Readonly<Record<Name, string>>,
  first: NoInfer<Name>,
  change: (name: Name) => void,
): { readonly root: HTMLElement; set(name: Name): void } {
  const select = menu(Object.entries(names) as [Name, string][], first, change);
  return {
    root: element("label", { class: "choice" }, element("span", {}, label), select),
    set: (name) => {
      select.value = name;
    },
  };
}
