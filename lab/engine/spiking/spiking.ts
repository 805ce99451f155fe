import { Dataset, type Model, type Tensor, tensor } from "neurograd";
import { type Account, countWork, ledger } from "neurograd/brain";
import { type Distribution, distributionOf } from "neurograd/explain";
import { labData, type Points } from "../points.js";
import { defaultSpec } from "../spec.js";
import type { Subject } from "../subject.js";
import { type Told, tell } from "./encode.js";
import { buildNetworks, type Networks } from "./networks.js";
import { type SpikingSpec, vThreshold } from "./spec.js";

/** How one of the two networks does. */
export interface Score {
  readonly loss: number;
  readonly accuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** What happens inside the spiking network while one point is told. Rows are steps of time. */
export interface Trace {
  readonly at: readonly [number, number];
  readonly steps: number;
  readonly neurons: number;
  readonly hidden: number;
  readonly classes: number;
  /** 0 or 1, [steps, neurons]. */
  readonly told: Uint8Array;
  /** 0 or 1, [steps, hidden]. */
  readonly fired: Uint8Array;
  /** Membranes, [steps, hidden]. */
  readonly membranes: Float32Array;
  /** What stands for the derivative of firing at each of them, [steps, hidden]. */
  readonly slopes: Float32Array;
  /** Membranes of the last neurons, [steps, classes]. */
  readonly answers: Float32Array;
  /** Probability of each class: by spikes, by the ordinary network. */
  readonly spiking: readonly number[];
  readonly ordinary: readonly number[];
}

/** What the networks say of each cell of the square, [size · size, classes], rows from the top. */
export interface TwoMaps {
  readonly size: number;
  readonly classes: number;
  readonly spiking: Float32Array;
  readonly ordinary: Float32Array;
}

export interface SpikingFrame {
  readonly step: number;
  readonly epoch: number;
  readonly spiking: Score;
  readonly ordinary: Score;
  readonly maps?: TwoMaps;
  readonly trace?: Trace;
  /** How far hidden membranes are from where they fire, v − θ, over all training points and steps. */
  readonly distances?: Distribution;
}

export interface SpikingWatch {
  readonly maps?: { readonly size: number };
  readonly trace?: { readonly at: readonly [number, number] };
  readonly distances?: Readonly<Record<string, never>>;
}

const batchSize = 20;
const samples = 200;
const noise = 0.08;

/**
 * A spiking network and an ordinary one of the same size, trained in lock step on the same batches: a pure function of the spec
 * and the number of steps.
 */
export class Spiking implements Subject {
  step = 0;
  isOver = false;
  readonly spec: SpikingSpec;
  readonly classes: number;
  readonly nets: Networks;
  readonly stepsPerEpoch: number;
  readonly questions: {
    points(): Promise<{ readonly at: Float32Array; readonly labels: Uint8Array; readonly trained: number }>;
    trace(options: { readonly at: readonly [number, number] }): Promise<Trace>;
    /** Of one answer, mean over the test points. */
    work(): Promise<readonly Account[]>;
  };
  private readonly train: Set;
  private readonly test: Set;
  private readonly batches: Dataset<readonly [unknown, unknown, unknown]>;
  private current: AsyncGenerator<readonly [unknown, unknown, unknown], void, undefined> | undefined;
  private readonly grids = new Map<number, Told>();

  constructor(spec: SpikingSpec) {
    this.spec = spec;
    const data = { name: spec.data, samples, noise, testShare: 0.3 };
    const { train, test, classes } = labData({ ...defaultSpec, data, seed: spec.seed });
    this.classes = classes;
    this.train = setOf(train);
    this.test = setOf(test);
    this.nets = buildNetworks(spec, classes);
    this.stepsPerEpoch = Math.ceil(train.x.shape[0] / batchSize);
    const { told, points } = this.train;
    this.batches = Dataset.fromArrays(told.spikes, told.numbers, points.y)
      .shuffle(spec.seed)
      .batch(batchSize);
    this.questions = {
      points: async () => ({
        at: Float32Array.from([this.train, this.test].flatMap((set) => [...floats(set.points.x)])),
        labels: Uint8Array.from(
          [this.train, this.test].flatMap((set) => [...(set.points.y.data as Uint8Array)]), // labels are bytes
        ),
        trained: this.train.points.y.shape[0],
      }),
      trace: ({ at }) => this.trace(at),
      work: () => this.work(),
    };
  }

  /** One batch, one update of each network. */
  async advance(): Promise<void> {
    if (this.step % this.stepsPerEpoch === 0)
      this.current = this.batches.epoch(this.step / this.stepsPerEpoch);
    const next = await this.current?.next();
    if (next?.value === undefined) throw new Error("an epoch has as many batches as were counted");
    const [spikes, numbers, y] = next.value as readonly [Tensor, Tensor, Tensor]; // what the batches were made of
    await this.nets.spiking.trainOnBatch(spikes, y);
    await this.nets.ordinary.trainOnBatch(numbers, y);
    this.step++;
  }

  async frame({ maps, trace, distances }: SpikingWatch): Promise<SpikingFrame> {
    const spiking = await this.score(this.nets.spiking, ({ told }) => told.spikes);
    const ordinary = await this.score(this.nets.ordinary, ({ told }) => told.numbers);
    this.isOver = !Number.isFinite(spiking.loss) || !Number.isFinite(ordinary.loss);
    return {
      step: this.step,
      epoch: this.step / this.stepsPerEpoch,
      spiking,
      ordinary,
      ...(maps && { maps: await this.maps(maps.size) }),
      ...(trace && { trace: await this.trace(trace.at) }),
      ...(distances && { distances: await this.distances() }),
    };
  }

  private async score(net: Model, hears: (set: Set) => Tensor): Promise<Score> {
    const of = (set: Set): Promise<{ loss: number; accuracy: number }> =>
      net.evaluate(hears(set), set.points.y, { batchSize: samples }) as Promise<{
        loss: number;
        accuracy: number; // the metrics it was compiled with
      }>;
    const [train, test] = [await of(this.train), await of(this.test)];
    return { ...train, testLoss: test.loss, testAccuracy: test.accuracy };
  }

  private async maps(size: number): Promise<TwoMaps> {
    const told = this.grids.get(size) ?? tell(grid(size));
    this.grids.set(size, told);
    const options = { batchSize: size * size };
    return {
      size,
      classes: this.classes,
      spiking: floats(await this.nets.spiking.predict(told.spikes, options)),
      ordinary: floats(await this.nets.ordinary.predict(told.numbers, options)),
    };
  }

  private async trace(at: readonly [number, number]): Promise<Trace> {
    const told = tell(at);
    const inside = Object.values(await this.nets.inside.predictAll(told.spikes));
    const [fired, membranes, slopes, answers] = inside.map(floats);
    const [, steps, neurons] = told.spikes.shape;
    return {
      at,
      steps,
      neurons,
      hidden: this.spec.hidden,
      classes: this.classes,
      told: told.spikes.data as Uint8Array, // bools are bytes
      fired: Uint8Array.from(fired),
      membranes,
      slopes,
      answers,
      spiking: [...floats(await this.nets.spiking.predict(told.spikes))],
      ordinary: [...floats(await this.nets.ordinary.predict(told.numbers))],
    };
  }

  private async distances(): Promise<Distribution> {
    const [, membranes] = Object.values(
      await this.nets.inside.predictAll(this.train.told.spikes, { batchSize: samples }),
    );
    const distances = floats(membranes).map((v) => v - vThreshold);
    return distributionOf(tensor(distances), { bins: 40 });
  }

  private async work(): Promise<readonly Account[]> {
    const { spikes, numbers } = this.test.told;
    const options = { batchSize: samples };
    return ledger({
      spiking: await countWork(this.nets.spiking, { samples: spikes, ...options }),
      ordinary: await countWork(this.nets.ordinary, { samples: numbers, ...options }),
    }).accounts;
  }
}

interface Set {
  readonly points: Points;
  readonly told: Told;
}

const floats = (numbers: Tensor): Float32Array => Float32Array.from(numbers.data as Float32Array); // networks answer in float32

const setOf = (points: Points): Set => ({ points, told: tell(floats(points.x)) });

/** The middles of size × size cells, row by row from the top left: two coordinates each. */
function grid(size: number): Float32Array {
  const at = (k: number): number => ((k + 0.5) / size) * 2 - 1;
  return Float32Array.from({ length: 2 * size * size }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? at(cell % size) : -at(Math.floor(cell / size));
  });
}
