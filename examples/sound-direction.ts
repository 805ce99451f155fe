import { RandomSource } from "neurograd";
import { allToAll, eventDriven, lif, type Population, type Projection, SpikeTrains } from "neurograd/brain";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "./command-line.js";

// Where does a sound come from? It reaches one ear a few ten-thousandths of a second before the other. Jeffress's idea (1948): axons of different lengths delay what
// both ears say, and of many cells the one fires most whose delays make up for the difference. Direction becomes a place, by delays and coincidence alone.

export interface Options {
  /** Spread of a fiber's spikes around its place in each wave [ms]. */
  readonly jitter?: number;
  /** How long the tone lasts [ms]. */
  readonly duration?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  /** Directions of the sound and what the cells say [°]; positive is right. */
  readonly angles: readonly number[];
  readonly heard: readonly number[];
  /** Root of the mean squared difference [°]. */
  readonly error: number;
}

const [period, fibers, volley] = [2, 30, 0.5]; // a tone of 500 Hz; each of 30 fibers fires in half of its waves
const [headRadius, speedOfSound] = [0.0875, 343]; // [m], [m/s]
/** What the axons to each cell make up for: how much later the left ear hears [ms]. */
const differences = Array.from({ length: 33 }, (_, k) => (k - 16) * 0.05);

export function run(options: Options = {}): Result {
  const { jitter = 0.1, duration = 200, seed = 0, lang = "en", print = console.log } = options;
  const say = speaker(lang);
  const angles = [-75, -60, -45, -30, -15, 0, 15, 30, 45, 60, 75];
  const heard = angles.map((angle, k) => {
    const late = timeDifference(angle);
    const counts = coincidences(
      ear(late, { jitter, duration, seed: seed + 2 * k }),
      ear(0, { jitter, duration, seed: seed + 2 * k + 1 }),
      duration,
    );
    const total = counts.reduce((a, b) => a + b, 0);
    const mean = counts.reduce((sum, n, i) => sum + n * differences[i], 0) / (total || 1);
    const found = directionOf(mean);
    print(
      say(
        `sound at ${angle}°, ${(1000 * late).toFixed(0)} µs later on the left: heard at ${found.toFixed(0)}°`,
        `声音在 ${angle}°，左耳晚 ${(1000 * late).toFixed(0)} 微秒：听到 ${found.toFixed(0)}°`,
      ),
    );
    return found;
  });
  const error = Math.sqrt(angles.reduce((sum, angle, k) => sum + (heard[k] - angle) ** 2, 0) / angles.length);
  print(
    say(
      `error ${error.toFixed(1)}°; people, straight ahead: about 1° (Mills, 1958; unconfirmed)`,
      `误差 ${error.toFixed(1)}°；人在正前方约 1°（Mills，1958；未核实）`,
    ),
  );
  return { angles, heard, error };
}

/** How much later the left ear hears a sound from the right [ms]: the way around a round head (Woodworth, 1938). */
export function timeDifference(angle: number): number {
  const radians = (angle * Math.PI) / 180;
  return (1000 * headRadius * (radians + Math.sin(radians))) / speedOfSound;
}

/** The angle of a difference, between −90 and 90. */
function directionOf(difference: number): number {
  let [low, high] = [-90, 90];
  for (let k = 0; k < 40; k++) {
    const middle = (low + high) / 2;
    if (timeDifference(middle) < difference) low = middle;
    else high = middle;
  }
  return low;
}

/** The fibers of an ear: spikes locked to the waves of the tone, which arrives so much later. */
function ear(
  later: number,
  { jitter, duration, seed }: { readonly jitter: number; readonly duration: number; readonly seed: number },
): SpikeTrains {
  const random = new RandomSource(seed);
  const spikes: { readonly t: number; readonly fiber: number }[] = [];
  for (let wave = 2 * period; wave < duration - 2 * period; wave += period)
    for (let fiber = 0; fiber < fibers; fiber++)
      if (random.uniform() < volley) spikes.push({ t: wave + later + jitter * random.normal(), fiber });
  const heard = spikes.filter(({ t }) => t > 0 && t < duration).sort((a, b) => a.t - b.t);
  return new SpikeTrains(
    { times: heard.map(({ t }) => t), neurons: heard.map(({ fiber }) => fiber) },
    fibers,
    duration,
  );
}

/** How often each cell fires: it needs most spikes of both ears within a fifth of a millisecond. */
function coincidences(left: SpikeTrains, right: SpikeTrains, duration: number): number[] {
  const neuron = lif({ tauMembrane: 0.2, vRest: 0, vReset: 0, vThreshold: 14, tRefractory: 1 });
  const cells: Record<string, Population> = {};
  const projections: Projection[] = [];
  for (const [k, difference] of differences.entries()) {
    const to = `cell ${k}`;
    cells[to] = { neuron, n: 1 };
    // The longer axon is that of the ear that hears first.
    projections.push({ from: "left", to, connect: allToAll(1), delay: 1 - difference / 2 });
    projections.push({ from: "right", to, connect: allToAll(1), delay: 1 + difference / 2 });
  }
  const populations = { left: { spikes: left }, right: { spikes: right }, ...cells };
  const { spikes } = eventDriven({ populations, projections }, { duration });
  return differences.map((_, k) => spikes[`cell ${k}`].length);
}

if (isMain(import.meta.url))
  await runAsProgram(async (options) => run(options), { jitter: 0.1, duration: 200, seed: 0 });
