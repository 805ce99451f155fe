import { input, layers, type Model, sequential, setSeed, tensor } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { type Driver, observed, scriptedDriver } from "./driving-car/car.js";
import { record, type Trial, tryOut } from "./driving-car/drives.js";
import { driverOf } from "./driving-car/network-driver.js";
import { learnByDriving } from "./driving-car/policy-gradient.js";
import { drawTrack, trackOf } from "./driving-car/track.js";

// A car learns to drive, twice: by watching a driver who keeps to simple rules, and by driving itself, from nothing but how
// far it comes and when it leaves the road. It sees the edge of the road in seven directions, and its own speed.

export interface Options {
  /** Ticks that the rule-keeping driver is watched. */
  readonly watched?: number;
  /** Rounds of driving and learning, of 32 cars and 128 ticks. */
  readonly rounds?: number;
  readonly starts?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** How each did on the road that it learned on, and on one that it had never seen. */
export interface Result {
  readonly script: readonly Trial[];
  readonly clone: readonly Trial[];
  readonly beginner: readonly Trial[];
  readonly learner: readonly Trial[];
}

const home = trackOf([2, 1.5, 1.2], 0.9);
const abroad = trackOf([2, 1.8, 0.9], 0.8); // bends otherwise, and is narrower

export async function run(options: Options = {}): Promise<Result> {
  const { watched = 5000, rounds = 200, starts = 100, seed = 0, runtime = "auto" } = options;
  const { lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);

  const trials = (name: string, driver: Driver): readonly Trial[] => {
    const both = [home, abroad].map((track) => tryOut(track, driver, starts, seed + 1));
    const [here, there] = both.map(({ laps, ticks }) => {
      const pace = laps > 0 ? say(`, ${ticks.toFixed(0)} ticks each`, `，平均 ${ticks.toFixed(0)} 步`) : "";
      return say(`${laps} laps of ${starts}${pace}`, `${starts} 次跑完 ${laps} 圈${pace}`);
    });
    print(say(`${name}: ${here}; on the other road ${there}`, `${name}：${here}；在另一条路上 ${there}`));
    return both;
  };
  const script = trials(say("the rules", "按规则"), scriptedDriver);

  // Behavior cloning: what the driver saw, and what he did.
  const { seen, done, rows } = record(home, scriptedDriver, watched, seed);
  const clone = newDriver("clone");
  clone.compile({ optimizer: "adam", loss: "meanSquaredError", runtime });
  await clone.fit(tensor(seen, { shape: [rows, observed] }), tensor(done, { shape: [rows, 2] }), {
    epochs: 20,
    verbose: 0,
  });
  const cloned = trials(say("who watched", "看会的"), driverOf(clone));

  // Policy gradient: random weights, and what comes of them.
  const learner = newDriver("learner");
  const beginner = trials(say("a beginner", "新手"), driverOf(learner));
  await learnByDriving(home, learner, {
    rounds,
    cars: 32,
    ticks: 128,
    seed: seed + 2,
    runtime,
    tell: (round, laps, crashes) => {
      if ((round + 1) % 25 !== 0 && round > 0) return;
      print(
        say(
          `   round ${round + 1}: ${laps.toFixed(1)} laps, ${crashes} crashes`,
          `   第 ${round + 1} 轮：${laps.toFixed(1)} 圈，冲出 ${crashes} 次`,
        ),
      );
    },
  });
  const learned = trials(say("who drove", "开会的"), driverOf(learner));

  print(say("\na lap of who drove, from S:", "\n开会的车跑的一圈，从 S 出发："));
  for (const line of drawTrack(home, learned[0].path)) print(line);
  return { script, clone: cloned, beginner, learner: learned };
}

/** What is seen, to steering and throttle. */
const newDriver = (name: string): Model =>
  sequential(
    [
      input({ shape: [observed] }),
      layers.dense({ units: 32, activation: "tanh" }),
      layers.dense({ units: 2 }),
    ],
    { name },
  );

if (isMain(import.meta.url)) await runAsProgram(run, { watched: 5000, rounds: 200, starts: 100, seed: 0 });
