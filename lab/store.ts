import { type Edit, inOrder } from "./engine/edits.js";
import type { Watch } from "./engine/instruments/index.js";
import { testSizeOf } from "./engine/points.js";
import { defaultSpec, type LabSpec } from "./engine/spec.js";
import type { AnswerOf, Kind, OptionsOf, QuestionName } from "./engine/subjects.js";
import type { Frame, Measured } from "./engine/training.js";
import { grown } from "./history.js";
import { type Connect, type Failure, Remote, type RemoteHandlers } from "./remote.js";

export type HistoryPoint = Measured;

/** What the page shows. */
export interface LabState {
  readonly spec: LabSpec;
  readonly frame: Frame | undefined;
  readonly history: readonly HistoryPoint[];
  readonly running: boolean;
  readonly stepsPerSecond: number;
  readonly engine: "loading" | "ready" | "failed";
  readonly failure: Failure | undefined;
  /** Steps a second wanted; Infinity: as fast as it goes. */
  readonly speed: number;
  /** Step to stop at; Infinity: none. */
  readonly stopAt: number;
}

const longestHistory = 2000;

/** The one state of the page, and what can be done to it. Views subscribe; they change nothing themselves. */
export class LabStore {
  private current: LabState;
  private readonly listeners = new Set<(state: LabState) => void>();
  private readonly watches = new Map<object, Watch>();
  private readonly connect: Connect;
  private readonly remote: Remote<"network">;
  /** Of the network that was last built; the frame shown may still be of the one before. */
  private step = 0;
  private builds = 0;

  constructor(connect: Connect, spec: LabSpec = defaultSpec) {
    this.connect = connect;
    this.remote = new Remote(connect, "network", {
      frame: (frame) => this.show(frame),
      state: (state) => this.set(state),
      failed: (failure) => this.set({ running: false, failure }),
      lost: (failure) => this.set({ engine: "failed", running: false, failure }),
    });
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
    const { edits: _, ...spec } = this.current.spec; // they were of another network
    this.build({ ...spec, ...change }, steps);
  }

  /** Sets a weight of the network as it is now; the set-up keeps it, so that a link is true. */
  async edit(edit: Omit<Edit, "step">): Promise<void> {
    this.pause();
    const builds = this.builds;
    const step = await this.ask("edit", edit);
    if (builds !== this.builds) return;
    const { spec } = this.current;
    this.set({ spec: { ...spec, edits: inOrder([...(spec.edits ?? []), { ...edit, step }]) } });
    this.remote.advance(0);
  }

  reset(): void {
    this.build(this.current.spec, 0);
  }

  play(): void {
    const { stopAt } = this.current;
    const until = this.step >= stopAt ? Infinity : stopAt;
    this.set({ running: true });
    this.remote.run(this.current.speed, until);
  }

  pause(): void {
    this.remote.pause();
  }

  toggle(): void {
    if (this.current.running) this.pause();
    else this.play();
  }

  advance(steps: number): void {
    this.pause();
    this.remote.advance(steps);
  }

  /** To the end of the epoch. */
  advanceEpoch(): void {
    const { spec } = this.current;
    const perEpoch = Math.ceil((spec.data.samples - testSizeOf(spec.data)) / spec.batchSize);
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
  ask<Q extends QuestionName<"network">>(
    name: Q,
    options: OptionsOf<"network", Q>,
  ): Promise<AnswerOf<"network", Q>> {
    return this.remote.ask(name, options);
  }

  /** The network as an ONNX file. */
  toBytes(): Promise<Uint8Array> {
    return this.ask("save", {});
  }

  /** Something else that trains, in a worker of its own, for a view that closes it when it goes. */
  open<K extends Kind>(kind: K, handlers: RemoteHandlers<K>): Remote<K> {
    return new Remote(this.connect, kind, handlers);
  }

  private build(spec: LabSpec, steps: number): void {
    this.builds++;
    this.step = steps;
    this.set({ spec, history: [], running: false, failure: undefined });
    this.remote.build(spec, steps);
  }

  private sendWatch(): void {
    this.remote.watch(Object.assign({}, ...this.watches.values()));
  }

  private show(frame: Frame): void {
    this.step = frame.step;
    this.set({
      frame,
      engine: "ready",
      history: [...frame.passed, frame].reduce(remember, this.current.history),
    });
  }

  private set(change: Partial<LabState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener(this.current);
  }
}

/** The curve so far; every second point is left out when it grows too long. */
function remember(history: readonly HistoryPoint[], measured: Measured): readonly HistoryPoint[] {
  const { step, loss, testLoss, accuracy, testAccuracy } = measured;
  return grown(history, { step, loss, testLoss, accuracy, testAccuracy }, longestHistory);
}
