import type { RuntimeName } from "../core/executor.js";
import type { Batch, BatchSource } from "./batches.js";
import type { Callback } from "./callback.js";
import { loopPositions, productsOf } from "./products-of.js";
import type { StepSpec } from "./step-spec.js";

/**
 * Most steps in one run: the runtime takes the longer to make them ready. 784-128-128-10, natively, one thread, ms a step with 1, 4, 8 and 16 in a run: 1.97,
 * 1.31, 1.26, 1.20 for a batch of 128; 6.44, 5.89, 5.62, 5.55 for 1024; the first 48 steps took 0.23, 0.19, 0.27, 0.47 s.
 */
const most = 8;
/**
 * Most positions of recurrent layers in one run: they are written out. An LSTM of 28 positions and 16 units was ready in 1.3 s with 1
 * step in a run, 1.4 s with 2, 5.7 s with 8, and took 12, 7.5 and 5.2 ms a step (native, a busy machine).
 */
const mostPositions = 64;
/** Training shorter than this is done before a longer graph would have been made ready. */
const shortest = 200;

/**
 * How many steps to do in one run of the runtime. Each run copies the state out of the runtime and costs some fixed
 * time; several steps in one graph share that. The numbers are the same bit for bit. One at a time where somebody
 * watches each batch, where steps are long (then the copies do not matter, and the page must stay awake), or few.
 *
 * The choice depends on sizes alone, not on clocks: a seed fixes every bit of a run.
 */
export function stepsPerRun(
  spec: StepSpec,
  source: BatchSource,
  callbacks: readonly Callback[],
  { batchSize, epochs, runtime }: Readonly<{ batchSize: number; epochs: number; runtime: RuntimeName }>,
): number {
  if (spec.stepsPerExecution !== "auto") return spec.stepsPerExecution;
  const isWatched = callbacks.some(
    ({ takesSeveralSteps, onTrainBatchBegin, onTrainBatchEnd }) =>
      !takesSeveralSteps && (onTrainBatchBegin || onTrainBatchEnd),
  );
  const isShort = (source.steps ?? 0) * epochs < shortest;
  if (isWatched || isShort || source.examples === undefined) return 1;
  const work = productsOf(spec.graph) * batchSize;
  // A page waits for a run in WebAssembly: long steps are fewer there.
  const isLong = runtime !== "native" && work >= 2e6;
  const wanted = work < 1.3e8 ? (isLong ? most / 2 : most) : work < 3e8 ? 2 : 1;
  return Math.max(1, Math.min(wanted, Math.floor(mostPositions / loopPositions(spec.graph))));
}

export interface Groups {
  readonly epoch: number;
  /** The first batch. */
  readonly start: number;
  /** Batches in a group. */
  readonly count: number;
  /** Batches of the whole epoch, at most. */
  readonly limit: number;
}

/**
 * Batches of an epoch in groups of one size; what does not fill a group comes one by one, and so does what comes before the
 * first multiple of `count`: a training that was taken up again has the groups of one that was not interrupted.
 */
export async function* groupBatches(
  source: BatchSource,
  { epoch, start, count, limit }: Groups,
): AsyncGenerator<readonly Batch[], void, undefined> {
  let open: Batch[] = [];
  let taken = start;
  if (limit <= start) return;
  for await (const batch of source.epoch(epoch, start, count)) {
    if (open.length > 0 && open[0].size !== batch.size) {
      for (const one of open) yield [one];
      open = [];
    }
    open.push(batch);
    taken++;
    if (open.length === count || taken - open.length < Math.ceil(start / count) * count) {
      yield open;
      open = [];
    }
    if (taken >= limit) break;
  }
  for (const one of open) yield [one];
}
