import {
  hodgkinHuxley,
  hodgkinHuxleyChannels,
  type LiveNeurons,
  liveNeurons,
  type MembraneNumbers,
  type Neuron,
  type OpenChannels,
} from "neurograd/brain";

/** The potentials of the paper on today's scale: counted from −65 mV at rest. */
const today = { vRest: -65, eNa: 50, eK: -77, eL: -54.387, vThreshold: -15 };
/** Where the membrane rests without a current, on that scale. */
const rest = { v: -64.9964, m: 0.0529551, h: 0.5959941, n: 0.3177324 };

export const span = { window: 60, dt: 0.02, sample: 0.04 } as const; // [ms]
const stepsPerSample = Math.round(span.sample / span.dt);
export const sampleCount: number = Math.round(span.window / span.sample);

export interface Blocked {
  readonly sodium: boolean;
  readonly potassium: boolean;
}

/** A current that is switched on and off by itself: from when to when, counted from the beginning of the experiment [ms, µA/cm²]. */
export interface Pulse {
  readonly from: number;
  readonly to: number;
  readonly current: number;
}

/** What is kept of the last 60 ms, oldest first. */
export interface SquidTrace {
  readonly v: Float64Array;
  readonly m: Float64Array;
  readonly h: Float64Array;
  readonly n: Float64Array;
  readonly current: Float64Array;
}

/** The membrane, with channels that may be blocked. */
export const squidNeuron = ({ sodium, potassium }: Blocked): Neuron =>
  hodgkinHuxley({ ...today, ...(sodium && { gNa: 0 }), ...(potassium && { gK: 0 }) });

/** The four of them: nothing blocked, sodium, potassium, both. */
const placeOf = ({ sodium, potassium }: Blocked): number => (sodium ? 1 : 0) + (potassium ? 2 : 0);
const { gNa, gK } = hodgkinHuxley.parameters;
const allFour = hodgkinHuxley({ ...today, gNa: [gNa[0], 0, gNa[0], 0], gK: [gK[0], gK[0], 0, 0] });

/** A membrane of Hodgkin and Huxley's on its way, and its last 60 ms. */
export class SquidRun {
  /** What the visitor injects [µA/cm²]; the pulses of an experiment come on top. */
  held = 0;
  blocked: Blocked = { sodium: false, potassium: false };
  pulses: readonly Pulse[] = [];
  readonly trace: SquidTrace;
  /** Spikes since the beginning. */
  spikes = 0;
  /** Since the beginning [ms]. */
  time = 0;
  /** All four, stepped together, so that a poison acts at once; one of them is looked at. */
  private readonly live: LiveNeurons;
  private channels: (state: MembraneNumbers) => OpenChannels;
  private steps = 0;
  private owed = 0;

  private constructor(live: LiveNeurons) {
    this.live = live;
    this.channels = hodgkinHuxleyChannels(squidNeuron(this.blocked));
    const row = (): Float64Array => new Float64Array(sampleCount);
    this.trace = { v: row(), m: row(), h: row(), n: row(), current: row() };
    this.fill();
  }

  static async begin(): Promise<SquidRun> {
    return new SquidRun(await liveNeurons(allFour, { n: 4, dt: span.dt, initial: rest }));
  }

  get state(): MembraneNumbers {
    const { v, m, h, n } = this.live.state;
    const k = placeOf(this.blocked);
    return { v: v[k], m: m[k], h: h[k], n: n[k] };
  }

  get open(): OpenChannels {
    return this.channels(this.state);
  }

  get current(): number {
    const now = this.pulses.find(({ from, to }) => this.time >= from - 1e-9 && this.time < to - 1e-9);
    return this.held + (now?.current ?? 0);
  }

  /** Puts a poison on, or washes it off; the membrane goes on from where it is. */
  block(blocked: Blocked): void {
    this.goOn(this.state, blocked);
  }

  /** The membrane at rest, nothing blocked unless said; what is held stays. */
  reset(pulses: readonly Pulse[] = [], blocked: Blocked = this.blocked): void {
    this.goOn(rest, blocked);
    this.pulses = pulses;
    this.steps = this.time = this.spikes = this.owed = 0;
    this.fill();
  }

  /** Goes on by so many ms; a rest shorter than a sample is owed. */
  advance(ms: number): void {
    this.owed += ms;
    for (; this.owed >= span.sample - 1e-9; this.owed -= span.sample) {
      const current = this.current;
      for (let k = 0; k < stepsPerSample; k++) {
        this.live.current.fill(this.current);
        this.live.step();
        this.spikes += this.live.spikes[placeOf(this.blocked)];
        this.time = ++this.steps * span.dt;
      }
      this.remember(current);
    }
  }

  private goOn(from: MembraneNumbers, blocked: Blocked): void {
    for (const [name, value] of Object.entries(from)) this.live.state[name].fill(value);
    this.channels = hodgkinHuxleyChannels(squidNeuron(blocked));
    this.blocked = blocked;
  }

  private remember(current: number): void {
    const now = { ...this.state, current };
    for (const [name, row] of Object.entries(this.trace)) {
      row.copyWithin(0, 1);
      row[row.length - 1] = now[name as keyof SquidTrace]; // its names
    }
  }

  private fill(): void {
    const now = { ...this.state, current: 0 };
    for (const [name, row] of Object.entries(this.trace)) row.fill(now[name as keyof SquidTrace]); // its names
  }
}
