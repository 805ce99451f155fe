import type { RandomSource } from "../../data/random-source.js";

/**
 * Random spikes on a grid of steps, in the order of time. In each step an input fires with its chance, by itself; what is drawn is how many steps pass until the next spike, `⌊ln u / ln(1 − p)⌋`,
 * which is much less to draw than a number for each input and step.
 */
export class PoissonSteps {
  readonly steps: number;
  /** Who fires in step k stands at `starts[k]` to `starts[k + 1]` of `inputs`. */
  readonly starts: Int32Array;
  inputs: Int32Array = new Int32Array(1024);
  private times: Int32Array = new Int32Array(1024);
  private senders: Int32Array = new Int32Array(1024);

  constructor(steps: number) {
    this.steps = steps;
    this.starts = new Int32Array(steps + 1);
  }

  /** Draws anew, with these chances to fire in a step, each below 1. Returns the number of spikes. */
  draw(chances: Float64Array, random: RandomSource): number {
    const { steps, starts } = this;
    starts.fill(0);
    let count = 0;
    for (let i = 0; i < chances.length; i++) {
      if (chances[i] === 0) continue;
      const scale = 1 / Math.log(1 - chances[i]);
      for (let t = -1; ; ) {
        t += 1 + Math.floor(Math.log(1 - random.uniform24()) * scale);
        if (t >= steps) break;
        if (count === this.times.length) this.grow();
        this.times[count] = t;
        this.senders[count++] = i;
        starts[t]++;
      }
    }
    this.sort(count);
    return count;
  }

  /** Puts spikes with the same step together: `starts` holds how many there are of each, then where they begin. */
  private sort(count: number): void {
    const { steps, starts, times, senders, inputs } = this;
    for (let k = 1; k <= steps; k++) starts[k] += starts[k - 1]; // where each step ends
    for (let q = count - 1; q >= 0; q--) inputs[--starts[times[q]]] = senders[q];
  }

  private grow(): void {
    const longer = (from: Int32Array): Int32Array => {
      const to = new Int32Array(2 * from.length);
      to.set(from);
      return to;
    };
    this.times = longer(this.times);
    this.senders = longer(this.senders);
    this.inputs = longer(this.inputs);
  }
}
