import { menu } from "../controls.js";
import { element } from "../dom.js";

/** What a person can set, as plain elements. A `key` names a control, so that a new one in its place gets the focus of the old. */

export interface Choice<T> {
  readonly value: T;
  readonly label: string;
}

/** A labelled list of choices. */
export function select<T>(
  label: string,
  choices: readonly Choice<T>[],
  value: T,
  change: (value: T) => void,
  { isLabelHidden = false, key = label }: { readonly isLabelHidden?: boolean; readonly key?: string } = {},
): HTMLLabelElement {
  const made = menu(
    choices.map((choice) => [choice.value, choice.label]),
    value,
    change,
    { "data-key": key },
  );
  return element("label", {}, element("span", isLabelHidden ? { class: "hidden-text" } : {}, label), made);
}

/** A labelled input; `change` hears of it when it is left. */
export function field(
  label: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
  change: (input: HTMLInputElement) => void,
): HTMLLabelElement {
  const made = element("input", { "data-key": label, ...attributes });
  made.addEventListener("change", () => change(made));
  return attributes.type === "checkbox"
    ? element("label", { class: "check" }, made, element("span", {}, label))
    : element("label", {}, element("span", {}, label), made);
}

/** Renders anew; the control that had the focus has it again. */
export function keepingFocus(root: HTMLElement, render: () => void): void {
  const at = document.activeElement;
  const key = at instanceof HTMLElement && root.contains(at) ? at.dataset.key : undefined;
  render();
  if (key === undefined) return;
  const again = [...root.querySelectorAll<HTMLElement>("[data-key]")].find(
    (each) => each.dataset.key === key,
  );
  again?.focus({ preventScroll: true });
}
