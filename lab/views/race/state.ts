import { type Racer, type RacerName, racerNames } from "../../engine/race/racers.js";
import { type SurfaceName, surfaceNames, surfaces } from "../../engine/race/surfaces.js";

/** Where a race stands: everything that a link carries of it. */
export interface RaceState {
  readonly room: "surface" | "network";
  readonly surface: SurfaceName;
  readonly start: readonly [number, number];
  /** One for each optimizer, in their order. */
  readonly walkers: readonly Walker[];
  readonly walked: number;
  /** One to four. */
  readonly racers: readonly Racer[];
  readonly raced: number;
}

export interface Walker {
  readonly name: RacerName;
  readonly learningRate: number;
  readonly isOn: boolean;
}

export const mostRacers = 4;
const rateLimits = [1e-6, 1000] as const;
const mostSteps = 5000;

export const walkersOf = (surface: SurfaceName, off: readonly RacerName[] = []): readonly Walker[] =>
  racerNames.map((name, k) => ({
    name,
    learningRate: surfaces[surface].rates[k],
    isOn: !off.includes(name),
  }));

export const usualState: RaceState = {
  room: "surface",
  surface: "valley",
  start: surfaces.valley.start,
  walkers: walkersOf("valley"),
  walked: 0,
  racers: [
    { name: "sgd", learningRate: 0.1 },
    { name: "momentum", learningRate: 0.03 },
    { name: "rmsprop", learningRate: 0.01 },
    { name: "adam", learningRate: 0.03 },
  ],
  raced: 0,
};

/** Of an address; what is not there or makes no sense is as usual. */
export function raceState(asked: URLSearchParams): RaceState {
  const surface = surfaceNames.find((name) => name === asked.get("on")) ?? usualState.surface;
  const start = (asked.get("from") ?? "").split(",").map(Number);
  const { middle, half } = surfaces[surface];
  const isPlace = start.length === 2 && start.every((x, i) => Math.abs(x - middle[i]) <= half);
  const walking = asked.has("walk") ? racersOf(asked.get("walk")) : undefined;
  const racers = racersOf(asked.get("race")).slice(0, mostRacers);
  return {
    room: asked.get("room") === "network" ? "network" : "surface",
    surface,
    start: isPlace ? [start[0], start[1]] : surfaces[surface].start,
    walkers: walkersOf(surface).map((walker) => {
      const given = walking?.find(({ name }) => name === walker.name);
      return { ...walker, ...given, isOn: walking === undefined || given !== undefined };
    }),
    walked: steps(asked.get("walked")),
    racers: racers.length > 0 ? racers : usualState.racers,
    raced: steps(asked.get("raced")),
  };
}

export function addressOfRace(state: RaceState): Readonly<Record<string, string>> {
  const list = (racers: readonly Racer[]): string =>
    racers.map(({ name, learningRate }) => `${name}:${learningRate}`).join(",");
  if (state.room === "network")
    return { room: "network", race: list(state.racers), raced: String(state.raced) };
  return {
    on: state.surface,
    from: state.start.join(","),
    walk: list(state.walkers.filter(({ isOn }) => isOn)),
    walked: String(state.walked),
  };
}

function racersOf(
  text: string | null,
): readonly { readonly name: RacerName; readonly learningRate: number }[] {
  return (text ?? "").split(",").flatMap((item) => {
    const [given, rate] = item.split(":");
    const name = racerNames.find((known) => known === given);
    const learningRate = Number(rate);
    const isRate = learningRate >= rateLimits[0] && learningRate <= rateLimits[1];
    return name === undefined || !isRate ? [] : [{ name, learningRate }];
  });
}

function steps(text: string | null): number {
  const count = Number(text ?? 0);
  return Number.isInteger(count) && count > 0 ? Math.min(count, mostSteps) : 0;
}
