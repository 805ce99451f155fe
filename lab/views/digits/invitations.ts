import { button } from "../controls.js";
import { element } from "../dom.js";
import type { DigitsWords } from "./words.js";

/** Three things to try, each set up by a button, which then says what to look at. */
export function invitations(
  say: DigitsWords,
  act: Readonly<Record<"shift" | "face" | "mistake", () => Promise<void>>>,
): HTMLElement {
  const text = element("p", { class: "invited", role: "status" });
  const invite = (name: string, why: string, go: () => Promise<void>): HTMLButtonElement =>
    button(name, () => {
      text.textContent = why;
      void go().catch(() => {}); // the worker was closed meanwhile
    });
  return element(
    "div",
    { class: "invitations" },
    element(
      "div",
      { class: "row" },
      element("span", { class: "faint" }, `${say.tryThis}:`),
      invite(say.inviteShift, say.inviteShiftText, act.shift),
      invite(say.inviteNone, say.inviteNoneText, act.face),
      invite(say.inviteMistake, say.inviteMistakeText, act.mistake),
    ),
    text,
  );
}
