import type { Report, Request } from "./messages.js";
import type { Subject } from "./subject.js";
import { subjects } from "./subjects.js";

const frameMillis = 66; // at most 15 frames a second
const sliceMillis = 12; // then messages are heard

/**
 * Obeys the page: builds, trains, reads. It sends a frame only when the last one was drawn, so a slow page is never
 * flooded; between slices of training it hears messages.
 */
export class Conductor {
  private subject: Subject | undefined;
  private build = 0;
  private watch: unknown = {};
  private perSecond = Infinity;
  private until = Infinity;
  private running = false;
  private drawn = true;
  private lastFrame = 0;
  private readonly say: (report: Report) => void;
  /** One thing after the other: each begins when those before it have ended. */
  private queue: Promise<void> = Promise.resolve();

  constructor(say: (report: Report) => void) {
    this.say = say;
  }

  hear(request: Request): void {
    if (request.type === "drawn") this.drawn = true;
    else if (request.type === "pause") this.running = false;
    else void this.inTurn(() => this.obey(request), request);
  }

  private inTurn(work: () => Promise<void>, request?: Request): Promise<void> {
    this.queue = this.queue.then(work).catch((error) => this.fail(error, request));
    return this.queue;
  }

  private async obey(request: Exclude<Request, { type: "drawn" | "pause" }>): Promise<void> {
    if (request.type === "build") {
      this.running = false;
      this.build++;
      this.subject = await subjects[request.kind](request.spec as never); // of its kind: the page's types see to it
      while (this.subject.step < request.steps && !this.subject.isOver) await this.subject.advance();
      await this.sendFrame();
      this.sayState(0);
    } else if (request.type === "watch") {
      this.watch = request.watch;
      if (this.subject !== undefined && !this.running) await this.sendFrame();
    } else if (request.type === "run") {
      Object.assign(this, { perSecond: request.perSecond, until: request.until });
      if (this.running) return;
      this.running = true;
      void this.run(this.build);
    } else if (request.type === "advance") {
      for (let k = 0; k < request.steps && !this.present.isOver; k++) await this.present.advance();
      await this.sendFrame();
    } else {
      const { id, name, options } = request;
      const value = await this.present.questions[name](options as never); // the page's types say which
      this.say({ type: "answer", id, value });
    }
  }

  private get present(): Subject {
    if (this.subject === undefined) throw new Error("nothing is built yet");
    return this.subject;
  }

  /** Trains in slices until told otherwise. Each slice waits its turn in the queue. */
  private async run(build: number): Promise<void> {
    this.sayState(0);
    let counted = { step: this.present.step, time: performance.now() };
    let speed = 0;
    while (this.running && build === this.build) {
      const began = performance.now();
      await this.inTurn(() => this.slice());
      const now = performance.now();
      if (now - counted.time > 500) {
        speed = ((this.present.step - counted.step) / (now - counted.time)) * 1000;
        counted = { step: this.present.step, time: now };
        this.sayState(speed);
      }
      await pause(
        this.perSecond === Infinity ? 0 : Math.max(0, 1000 / this.perSecond - (performance.now() - began)),
      );
    }
    if (build !== this.build) return;
    await this.inTurn(() => this.sendFrame());
    this.sayState(speed);
  }

  private async slice(): Promise<void> {
    if (!this.running) return;
    const began = performance.now();
    do {
      if (this.present.step >= this.until || this.present.isOver) {
        this.running = false;
        return;
      }
      await this.present.advance();
    } while (this.perSecond === Infinity && performance.now() - began < sliceMillis);
    if (this.drawn && performance.now() - this.lastFrame > frameMillis) await this.sendFrame();
  }

  private async sendFrame(): Promise<void> {
    const frame = await this.present.frame(this.watch as never); // what a page of this kind asked for
    this.drawn = false;
    this.lastFrame = performance.now();
    this.say({ type: "frame", build: this.build, frame });
    if (this.present.isOver) this.running = false;
  }

  private sayState(stepsPerSecond: number): void {
    this.say({ type: "state", running: this.running, stepsPerSecond });
  }

  private fail(error: unknown, request?: Request): void {
    this.running = false;
    const { message, code } = error as { message: string; code?: string }; // whatever was thrown is an Error here
    const id = request !== undefined && "id" in request ? { id: request.id } : {};
    this.say({ type: "failed", ...id, message, ...(code !== undefined && { code }) });
    this.sayState(0);
  }
}

/** Lets messages in: a message to oneself comes behind those that wait; a timer of 0 ms would cost 4. */
function pause(millis: number): Promise<void> {
  if (millis > 1) return new Promise((resolve) => setTimeout(resolve, millis));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
