import { place } from "../../place.js";
import type { LabStore } from "../../store.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import { networkRoom } from "./network-room.js";
import "./race.css";
import type { Room } from "./room.js";
import { addressOfRace, type RaceState, raceState } from "./state.js";
import { surfaceRoom } from "./surface-room.js";
import { raceWords } from "./words.js";

/** Optimizers side by side: on a landscape of two weights, and with the same network. */
export function mountView(host: HTMLElement, store: LabStore, { lang, told }: ViewOptions): View {
  const say = raceWords(lang);
  let state = raceState(place().asked);
  let room: Room | undefined;
  const ground = element("div");
  const buttons = (["surface", "network"] as const).map((name) => {
    const text = name === "surface" ? say.surfaceRoom : say.networkRoom;
    return { name, tab: button(text, () => enter({ ...state, room: name })) };
  });
  const root = element(
    "div",
    { class: "race-view" },
    element("p", { class: "intro" }, say.intro),
    element(
      "div",
      { class: "choices rooms-of-race", role: "group", "aria-label": say.rooms },
      ...buttons.map(({ tab }) => tab),
    ),
    ground,
  );
  host.replaceChildren(root);

  function enter(next: RaceState): void {
    room?.dispose();
    state = next;
    for (const { name, tab } of buttons) tab.setAttribute("aria-pressed", String(name === state.room));
    const remember = (change: Partial<RaceState>): void => {
      state = { ...state, ...change };
      told?.();
    };
    room = (state.room === "surface" ? surfaceRoom : networkRoom)(store, lang, state, remember);
    ground.replaceChildren(room.root);
  }
  const arrive = (): void => {
    const { view, asked } = place();
    if (view === "race" && [...asked.keys()].length > 0) enter(raceState(asked));
  };
  addEventListener("hashchange", arrive);
  enter(state);
  return {
    describe: () => room?.describe() ?? "",
    run: {
      toggle: () => room?.run.toggle(),
      advance: () => room?.run.advance(),
      reset: () => room?.run.reset(),
    },
    address: () => addressOfRace(state),
    dispose() {
      removeEventListener("hashchange", arrive);
      room?.dispose();
      root.remove();
    },
  };
}
