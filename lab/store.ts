import type { InstrumentName, instruments, Readings, Watch } from "./engine/instruments/index.js";
import type { Report, Request } from "./engine/messages.js";
import { defaultSpec, type LabSpec } from "./engine/spec.js";
import type { Frame } from "./engine/training.js";

/** A line to whoever trains: a worker, or a conductor in the same thread. */
export interface Line {
  send(request: Request): void;
  close(): void;
}
export type Connect = (hear: (report: Report) => void, lost: (reason: string) => void) => Line;

export interface HistoryPoint {
  readonly step: number;
  readonly loss: number;
  readonly testLoss: number;
  readonly accuracy: number;
  readonly testAccuracy: number;
}

/** What the page shows. */
export interface LabState {
  readonly spec: LabSpec;
  readonly frame: Frame | undefined;
  readonly history: readonly HistoryPoint[];
  readonly running: boolean;
  readonly stepsPerSecond: number;
  readonly engine: "loading" | "ready" | "failed";
  readonly failure: { readonly message: string; readonly code?: string } | undefined;
  /** Steps a second wanted; Infinity: as fast as it goes. */
  readonly speed: number;
  /** Step to stop at; Infinity: none. */
  readonly stopAt: number;
}

type Options<Name extends InstrumentName> = Parameters<(typeof instruments)[Name]>[1];
type Reading<Name extends InstrumentName> = NonNullable<Readings[Name]>;

const longestHistory = 2000;

/** The one state of the page, and what can be done to it. Views subscribe; they change nothing themselves. */
export class LabStore {
  private current: LabState;
  private readonly listeners = new Set<(state: LabState) => void>();
  private readonly watches = new Map<object, Watch>();
  private readonly questions = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void }
  >();
  private readonly connect: Connect;
  private line: Line | undefined;
  private builds = 0;
  /** Of the network that was last built; the frame shown may still be of the one before. */
  private step = 0;
  private asked = 0;

  constructor(connect: Connect, spec: LabSpec = defaultSpec) {
    this.connect = connect;
    this.current = {
      spec,
      frame: undefined,
      history: [],
      running: false,
      stepsPerSecond: 0,
      engine: "loading",
      failure: undefined,
      speed: Infinity,
      stopAt: Infinity,
    };
  }

  get state(): LabState {
    return this.current;
  }

  /** Calls `listener` now and after each change; gives what ends that. */
  subscribe(listener: (state: LabState) => void): () => void {
    this.listeners.add(listener);
    listener(this.current);
    return () => this.listeners.delete(listener);
  }

  /** Begins: a network of the spec, `steps` steps on (of a share link). */
  start(steps = 0): void {
    this.build(this.current.spec, steps);
  }

  /** Sets up something else; the network begins anew, and goes on to step `steps` at once. */
  change(change: Partial<LabSpec>, steps = 0): void {
    this.build({ ...this.current.spec, ...change }, steps);
  }

  reset(): void {
    this.build(this.current.spec, 0);
  }

  play(): void {
    const { stopAt } = this.current;
    const until = this.step >= stopAt ? Infinity : stopAt;
    this.set({ running: true });
    this.send({ type: "run", perSecond: this.current.speed, until });
  }

  pause(): void {
    this.send({ type: "pause" });
  }

  toggle(): void {
    if (this.current.running) this.pause();
    else this.play();
  }

  advance(steps: number): void {
    this.pause();
    this.send({ type: "advance", steps });
  }

  /** To the end of the epoch. */
  advanceEpoch(): void {
    const { spec } = this.current;
    const points = Math.round(spec.data.samples * (1 - spec.data.testShare));
    const perEpoch = Math.ceil(points / spec.batchSize);
    this.advance(perEpoch - (this.step % perEpoch));
  }

  setSpeed(speed: number): void {
    this.set({ speed });
    if (this.current.running) this.play();
  }

  setStopAt(stopAt: number): void {
    this.set({ stopAt });
    if (this.current.running) this.play();
  }

  /** Asks for readings in each frame, for as long as a view shows them; gives what ends that. */
  watch(watch: Watch): () => void {
    const key = {};
    this.watches.set(key, watch);
    this.sendWatch();
    return () => {
      this.watches.delete(key);
      this.sendWatch();
    };
  }

  /** One reading, as the network is now. */
  ask<Name extends InstrumentName>(name: Name, options: Options<Name>): Promise<Reading<Name>> {
    return this.question((id) => ({ type: "ask", id, name, options })) as Promise<Reading<Name>>; // its answer
  }

  /** The network as an ONNX file. */
  toBytes(): Promise<Uint8Array> {
    return this.question((id) => ({ type: "save", id })) as Promise<Uint8Array>; // its answer
  }

  private question(request: (id: number) => Request): Promise<unknown> {
    const id = this.asked++;
    return new Promise((resolve, reject) => {
      this.questions.set(id, { resolve, reject });
      this.send(request(id));
    });
  }

  private build(spec: LabSpec, steps: number): void {
    this.builds++;
    this.step = steps;
    this.set({ spec, history: [], running: false, failure: undefined });
    this.send({ type: "build", spec, steps });
  }

  private sendWatch(): void {
    if (this.line !== undefined)
      this.send({ type: "watch", watch: Object.assign({}, ...this.watches.values()) });
  }

  private send(request: Request): void {
    if (this.line === undefined) {
      this.line = this.connect(
        (report) => this.hear(report),
        (message) => this.set({ engine: "failed", running: false, failure: { message } }),
      );
      this.sendWatch();
    }
    this.line.send(request);
  }

  private hear(report: Report): void {
    if (report.type === "frame") {
      this.line?.send({ type: "drawn" });
      if (report.build !== this.builds) return;
      const { frame } = report;
      this.step = frame.step;
      this.set({ frame, engine: "ready", history: remember(this.current.history, frame) });
    } else if (report.type === "state") {
      this.set({ running: report.running, stepsPerSecond: report.stepsPerSecond });
    } else if (report.type === "answer") {
      this.questions.get(report.id)?.resolve(report.value);
      this.questions.delete(report.id);
    } else if (report.id !== undefined) {
      this.questions.get(report.id)?.reject(new Error(report.message));
      this.questions.delete(report.id);
    } else {
      const { message, code } = report;
      this.set({ running: false, failure: { message, ...(code !== undefined && { code }) } });
    }
  }

  private set(change: Partial<LabState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener(this.current);
  }
}

/** The curve so far; every second point is left out when it grows too long. */
function remember(history: readonly HistoryPoint[], frame: Frame): readonly HistoryPoint[] {
  const { step, loss, testLoss, accuracy, testAccuracy } = frame;
  const point = { step, loss, testLoss, accuracy, testAccuracy };
  const last = history.at(-1);
  if (last !== undefined && last.step >= step)
    return [...history.filter((earlier) => earlier.step < step), point];
  const kept = history.length < longestHistory ? history : history.filter((_, k) => k % 2 === 0);
  return [...kept, point];
}
