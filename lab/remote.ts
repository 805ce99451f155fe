import type { Report, Request } from "./engine/messages.js";
import type { AnswerOf, FrameOf, Kind, OptionsOf, QuestionName, SpecOf, WatchOf } from "./engine/subjects.js";

/** A line to whoever trains: a worker, or a conductor in the same thread. */
export interface Line {
  send(request: Request): void;
  close(): void;
}
export type Connect = (hear: (report: Report) => void, lost: (reason: string) => void) => Line;

export interface Failure {
  readonly message: string;
  readonly code?: string;
}

/** What the page does when it hears of its subject. */
export interface RemoteHandlers<K extends Kind> {
  frame(frame: FrameOf<K>): void;
  state?(state: { readonly running: boolean; readonly stepsPerSecond: number }): void;
  /** It stands still since. */
  failed?(failure: Failure): void;
  /** The worker itself is lost. */
  lost?(failure: Failure): void;
}

/** The page's end of a subject in a worker of its own. The worker starts with the first request. */
export class Remote<K extends Kind> {
  private readonly connect: Connect;
  private readonly kind: K;
  private readonly handlers: RemoteHandlers<K>;
  private readonly questions = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void }
  >();
  private line: Line | undefined;
  private wanted: WatchOf<K> | undefined;
  private builds = 0;
  private asked = 0;

  constructor(connect: Connect, kind: K, handlers: RemoteHandlers<K>) {
    this.connect = connect;
    this.kind = kind;
    this.handlers = handlers;
  }

  /** A new subject; frames of the one before are no longer heard of. */
  build(spec: SpecOf<K>, steps = 0): void {
    this.builds++;
    this.send({ type: "build", kind: this.kind, spec, steps });
  }

  run(perSecond = Infinity, until = Infinity): void {
    this.send({ type: "run", perSecond, until });
  }

  pause(): void {
    this.send({ type: "pause" });
  }

  advance(steps: number): void {
    this.send({ type: "advance", steps });
  }

  /** What each frame is to hold. */
  watch(watch: WatchOf<K>): void {
    this.wanted = watch;
    if (this.line !== undefined) this.send({ type: "watch", watch });
  }

  /** Rejects with the message of what went wrong. */
  ask<Q extends QuestionName<K>>(name: Q, options: OptionsOf<K, Q>): Promise<AnswerOf<K, Q>> {
    const id = this.asked++;
    return new Promise((resolve, reject) => {
      this.questions.set(id, { resolve: resolve as (value: unknown) => void, reject }); // the answer to this question
      this.send({ type: "ask", id, name, options });
    });
  }

  close(): void {
    this.line?.close();
    this.line = undefined;
    for (const { reject } of this.questions.values()) reject(new Error("the worker was closed"));
    this.questions.clear();
  }

  private send(request: Request): void {
    if (this.line === undefined) {
      this.line = this.connect(
        (report) => this.hear(report),
        (message) => this.handlers.lost?.({ message }),
      );
      if (this.wanted !== undefined) this.line.send({ type: "watch", watch: this.wanted });
    }
    this.line.send(request);
  }

  private hear(report: Report): void {
    if (report.type === "frame") {
      this.line?.send({ type: "drawn" });
      if (report.build === this.builds) this.handlers.frame(report.frame as FrameOf<K>); // of the subject built
    } else if (report.type === "state") {
      const { running, stepsPerSecond } = report;
      this.handlers.state?.({ running, stepsPerSecond });
    } else if (report.type === "answer") {
      this.questions.get(report.id)?.resolve(report.value);
      this.questions.delete(report.id);
    } else if (report.id !== undefined) {
      this.questions.get(report.id)?.reject(new Error(report.message));
      this.questions.delete(report.id);
    } else {
      const { message, code } = report;
      this.handlers.failed?.({ message, ...(code !== undefined && { code }) });
    }
  }
}
