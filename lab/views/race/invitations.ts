import type { Racer, RacerName } from "../../engine/race/racers.js";
import { type SurfaceName, surfaces } from "../../engine/race/surfaces.js";
import type { Text } from "../../text/lang.js";
import { type RaceState, walkersOf } from "./state.js";

/** Something telling to look at, set up by one button. */
export interface Invitation {
  readonly title: Text;
  readonly state: Partial<RaceState>;
}

const on = (
  surface: SurfaceName,
  racers: Readonly<Partial<Record<RacerName, number>>>,
  start: readonly [number, number] = surfaces[surface].start,
): Partial<RaceState> => ({
  surface,
  start,
  walkers: walkersOf(surface).map((walker) => ({
    ...walker,
    isOn: racers[walker.name] !== undefined,
    learningRate: racers[walker.name] ?? walker.learningRate,
  })),
});

const all = (rates: readonly (readonly [Racer["name"], number])[]): Partial<RaceState> => ({
  racers: rates.map(([name, learningRate]) => ({ name, learningRate })),
});

export const surfaceInvitations: readonly Invitation[] = [
  {
    title: { en: "Swing from wall to wall", zh: "在两壁间摆动" },
    state: on("valley", { sgd: 0.48, momentum: 0.03, adam: 0.1 }),
  },
  {
    title: { en: "Caught in a pit, or not", zh: "困在坑里，还是冲出来" },
    state: on("pits", { sgd: 0.1, momentum: 0.03, adam: 0.1, adamW: 0.3 }),
  },
  {
    title: { en: "Who gets off the saddle first?", zh: "谁先离开鞍点？" },
    state: on("saddle", { sgd: 0.1, momentum: 0.03, rmsprop: 0.03, adam: 0.03 }),
  },
  {
    title: { en: "Plain steps win in a bowl", zh: "碗里普通步子最快" },
    state: on("bowl", { sgd: 1, momentum: 0.03, adam: 0.1 }),
  },
];

export const networkInvitations: readonly Invitation[] = [
  {
    title: { en: "One rate for all: 0.03", zh: "大家同用 0.03" },
    state: all([
      ["sgd", 0.03],
      ["momentum", 0.03],
      ["rmsprop", 0.03],
      ["adam", 0.03],
    ]),
  },
  {
    title: { en: "SGD with thirty times the rate", zh: "SGD 学习率大三十倍" },
    state: all([
      ["sgd", 1],
      ["momentum", 0.1],
      ["rmsprop", 0.03],
      ["adam", 0.03],
    ]),
  },
  {
    title: { en: "Adam alone, four rates", zh: "只用 Adam，四个学习率" },
    state: all([
      ["adam", 0.001],
      ["adam", 0.03],
      ["adam", 0.3],
      ["adam", 3],
    ]),
  },
];
