import { type PreparedProgram, startLoop, type WrittenLoop } from "../dynamics/start-loop.js";
import type { Plasticity } from "../learning/plasticity.js";
import { rewardStdp } from "../learning/reward-stdp.js";
import { stdp } from "../learning/stdp.js";
import { tripletStdp } from "../learning/triplet-stdp.js";
import { type ShortTermPlasticity, shortTermPlasticity } from "../synapses/short-term-plasticity.js";
import type { Exchange } from "./exchange.js";
import { beginLine, type Line, type LineSpec } from "./line.js";
import { preparedStepper } from "./prepared-stepper.js";
import { givenPopulation, type SteppedPopulation, steppedNeurons } from "./stepped-population.js";

/** The rules that can be made again in a worker, by kind. */
export const rules: Readonly<
  Record<string, (options: object | undefined) => ShortTermPlasticity | Plasticity>
> = { stdp, tripletStdp, rewardStdp, shortTermPlasticity };

/** Neurons of one population that a worker steps, as plain data. */
export interface NeuronsPart {
  readonly name: string;
  readonly n: number;
  /** Which of its population the first is. */
  readonly first: number;
  readonly loop: WrittenLoop;
  readonly state: Readonly<Record<string, Float64Array>>;
  /** The current of every step, or one that holds still. */
  readonly current: Float64Array;
  readonly key: number;
  readonly recorded: readonly string[];
}

/** The synapses of one projection that end at neurons of this part. */
export interface LinePart extends LineSpec {
  /** Which of the network's projections. */
  readonly projection: number;
  /** Under which name the neurons take in what arrives. */
  readonly arrivals: string;
  readonly rule: { readonly kind: string; readonly options: object | undefined } | undefined;
}

/** What one worker does: the neurons of its part, and the synapses that end there. */
export interface Part {
  readonly dt: number;
  readonly steps: number;
  /** Steps between exchanges: no spike arrives sooner. */
  readonly window: number;
  readonly neurons: readonly NeuronsPart[];
  /** Given spikes by step, whole populations. */
  readonly given: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>;
  readonly lines: readonly LinePart[];
}

/** What a part leaves behind. */
export interface PartResult {
  readonly left: ReadonlyMap<string, Pick<SteppedPopulation, "noted" | "rows">>;
  /** Weights of its synapses that learned, by projection. */
  readonly weights: ReadonlyMap<number, Float64Array>;
}

/**
 * Runs a part of a network: steps for as long as no spike of another part can arrive, then exchanges spikes with the others. Spikes of one step are summed in the order of their senders, whichever part they
 * come from, so the sums are those of a run in one piece, bit for bit.
 */
export async function runPart(part: Part, exchange: Exchange): Promise<PartResult> {
  const { dt, steps, window, lines: specs } = part;
  const populations = new Map<string, SteppedPopulation>();
  const inputs = new Map<string, Readonly<Record<string, Float64Array>>>();
  for (const own of part.neurons) {
    const stepper = preparedStepper(await started(own.loop), own.state);
    inputs.set(own.name, stepper.inputs);
    populations.set(own.name, steppedNeurons(stepper, { ...own, steps, drive: driven(own, stepper.inputs) }));
  }
  const given = new Map(Array.from(part.given, ([name, byStep]) => [name, givenPopulation(byStep)]));
  const lines = specs.map((spec) => {
    const arrivals = inputs.get(spec.to)?.[spec.arrivals] ?? new Float64Array(0); // its neurons are of this part
    const rule = spec.rule && rules[spec.rule.kind](spec.rule.options);
    return { line: beginLine(spec, rule, arrivals), spec };
  });
  for (let start = 0; start < steps; start += window) {
    const end = Math.min(start + window, steps);
    exchange.begin();
    for (let k = start; k < end; k++) {
      for (const { line } of lines) line.deliver(k);
      for (const [name, population] of populations) {
        void population.step(k); // a loop waits for nothing
        exchange.tell(name, population.fired);
      }
      for (const population of given.values()) void population.step(k);
      for (const { line, spec } of lines) line.respond(k, populations.get(spec.to)?.fired ?? []);
    }
    const told = exchange.hear(end - start);
    for (let k = start; k < end; k++)
      for (const { line, spec } of lines) {
        const byStep = part.given.get(spec.from);
        line.send(k, byStep === undefined ? told[k - start][spec.from] : (byStep.get(k) ?? []));
      }
  }
  const learned = lines.filter(({ spec }) => spec.rule !== undefined);
  const weightsOf = (line: Line): Float64Array => line.connections(steps * dt).weights;
  return {
    left: new Map(Array.from(populations, ([name, { noted, rows }]) => [name, { noted, rows }])),
    weights: new Map(learned.map(({ line, spec }) => [spec.projection, weightsOf(line)])),
  };
}

async function started(loop: WrittenLoop): Promise<PreparedProgram> {
  const prepared = await startLoop(loop);
  if (prepared === undefined) throw new Error("WebAssembly may not be used here");
  return prepared;
}

/** Writes the current: once, or a row for each step. */
function driven(
  { current, n }: NeuronsPart,
  inputs: Readonly<Record<string, Float64Array>>,
): ((k: number) => void) | undefined {
  if (current.length > n) return (k) => inputs.current.set(current.subarray(k * n, (k + 1) * n));
  inputs.current.set(current);
  return undefined;
}
