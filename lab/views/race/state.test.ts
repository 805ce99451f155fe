import { expect, test } from "vitest";
import { addressOf, place } from "../../place.js";
import { addressOfRace, raceState, usualState, walkersOf } from "./state.js";

const through = (state: Parameters<typeof addressOfRace>[0]): ReturnType<typeof raceState> =>
  raceState(place(addressOf("race", "abc", addressOfRace(state))).asked);

test("what a link carries comes back", () => {
  const walking = {
    ...usualState,
    surface: "pits",
    start: [-3.25, 1e-3],
    walkers: walkersOf("pits", ["adam"]),
    walked: 120,
  } as const;
  expect(through(walking)).toEqual({ ...walking, walkers: walkersOf("pits", ["adam"]) });
  const racing = {
    ...usualState,
    room: "network",
    racers: [{ name: "adamW", learningRate: 0.0003 }],
    raced: 40,
  } as const;
  expect(through(racing)).toEqual(racing);
});

test("what makes no sense is as usual", () => {
  const asked = (query: string): ReturnType<typeof raceState> => raceState(new URLSearchParams(query));
  expect(asked("")).toEqual(usualState);
  expect(asked("on=moon&from=1e9,x&walked=-3&race=sgd:1e9,x:1,adam&room=kitchen")).toEqual(usualState);
  expect(asked("walked=99999999").walked).toBe(5000);
  expect(asked("race=sgd:1,sgd:1,sgd:1,sgd:1,sgd:1").racers).toHaveLength(4);
  expect(asked("walk=").walkers.some(({ isOn }) => isOn)).toBe(false);
});
