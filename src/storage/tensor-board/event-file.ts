import type { CallbackFiles } from "../../nn/model.js";
import { join } from "../files.js";
import { type Event, eventRecord } from "./event.js";

/** Records wait in memory until there are so many bytes, or the epoch ends. */
const most = 1 << 18;
let count = 0;

/** A file of events in a folder, which TensorBoard finds by the middle of its name. It is made with the first event. */
export class EventFile {
  private readonly folder: string;
  private readonly files: () => Promise<CallbackFiles>;
  private path: string | undefined;
  private waiting: Uint8Array[] = [];
  private bytes = 0;

  constructor(folder: string, files: () => Promise<CallbackFiles>) {
    this.folder = folder;
    this.files = files;
  }

  async add(content: Event["content"], step: number): Promise<void> {
    const wallTime = Date.now() / 1000;
    if (this.path === undefined) {
      const [seconds, rest] = wallTime.toFixed(3).split(".");
      this.path = join(this.folder, `events.out.tfevents.${seconds}.neurograd.${rest}.${count++}.v2`);
      this.keep({ wallTime, content: { fileVersion: "brain.Event:2" } });
    }
    this.keep({ wallTime, step, content });
    if (this.bytes >= most) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.path === undefined || this.bytes === 0) return;
    const all = new Uint8Array(this.bytes);
    let at = 0;
    for (const record of this.waiting) {
      all.set(record, at);
      at += record.length;
    }
    this.waiting = [];
    this.bytes = 0;
    await (await this.files()).append(this.path, all);
  }

  private keep(event: Event): void {
    const record = eventRecord(event);
    this.waiting.push(record);
    this.bytes += record.length;
  }
}
