import type { Callback, CallbackContext } from "../callback.js";
import type { Logs } from "../history.js";

export interface ProgressOptions {
  /** The line may be drawn over with `\r` and escape sequences. Else there is one line per epoch. */
  readonly isLive: boolean;
  /** Width of the terminal; asked at each drawing. Default 80. */
  readonly columns?: (() => number) | undefined;
  /** Columns that a text takes. Default: its length. */
  readonly width?: ((text: string) => number) | undefined;
  readonly words?: ProgressWords | undefined;
  /** How the parts of the line look: the bar as far as it has come, and what matters less. */
  readonly paint?: { readonly bar: Painter; readonly faint: Painter } | undefined;
  /** Whether the line of an epoch (from 0) stays when it has ended. Default: all do; the last one always. */
  readonly stays?: ((epoch: number, epochs: number) => boolean) | undefined;
  /** Milliseconds since some moment. */
  readonly now?: (() => number) | undefined;
}

type Painter = (text: string) => string;

/** The words of the progress line. Numbers come as text. */
export interface ProgressWords {
  readonly epoch: (n: string, of: string) => string;
  readonly seconds: (seconds: string) => string;
  readonly stepsPerSecond: (rate: string) => string;
  readonly timeLeft: (seconds: string) => string;
  readonly steps: (done: number) => string;
  /** A metric's name by its key; a key without one stands for itself. */
  readonly metricNames: Readonly<Record<string, string | undefined>>;
}

const english: ProgressWords = {
  epoch: (n, of) => `Epoch ${n}/${of}`,
  seconds: (s) => `${s} s`,
  stepsPerSecond: (rate) => `${rate} steps/s`,
  timeLeft: (s) => `${s} s left`,
  steps: (done) => `${done} steps`,
  metricNames: {},
};

const same: Painter = (text) => text;
const drawEvery = 100; // [ms]
const gap = "  ";
const clear = "\r\x1b[K";

/**
 * Progress written by `write`. Each epoch leaves a line, with a newline: time, speed, metrics. Where it is live, that line
 * is drawn over while the epoch runs, with a bar, and never wider than the terminal.
 *
 * @example callbacks: [progressLine((text) => process.stderr.write(text), { isLive: false })]
 */
export function progressLine(write: (text: string) => void, options: ProgressOptions): Callback {
  const {
    isLive,
    columns = () => 80,
    width = (text) => text.length,
    words = english,
    paint = { bar: same, faint: same },
    stays = () => true,
    now = () => performance.now(),
  } = options;
  let began = 0;
  let lastStep = 0;
  let drawn = 0;
  let steps = 0;
  let epochNow = 0;
  let isOpen = false; // a line that is drawn over stands there

  const head = (epoch: number, { epochs }: CallbackContext): string =>
    words.epoch(String(epoch + 1).padStart(String(epochs).length), String(epochs));
  const metrics = (logs: Logs): string[] =>
    Object.entries(logs).map(([key, value]) => `${words.metricNames[key] ?? key} ${formatNumber(value)}`);
  const rate = (): string => {
    const perSecond = (1000 * steps) / Math.max(lastStep - began, 1e-3);
    return words.stepsPerSecond(perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond)));
  };

  /** The line while an epoch runs: a bar as long as there is room, then what fits. */
  const running = (logs: Logs, context: CallbackContext): string => {
    const total = context.steps;
    const isCounted = total !== undefined && Number.isFinite(total);
    const left = isCounted ? ((total - steps) * (lastStep - began)) / steps / 1000 : 0;
    const state = [
      isCounted ? `${String(steps).padStart(String(total).length)}/${total}` : words.steps(steps),
      rate(),
      ...(isCounted ? [words.timeLeft(String(Math.ceil(left)))] : []),
    ].join(" ");
    const first = head(epochNow, context);
    const rest = [state, ...metrics(logs)];
    const room = columns() - 1;
    const used = (): number => rest.reduce((sum, part) => sum + gap.length + width(part), width(first));
    while (rest.length > 0 && used() > room) rest.pop();
    const length = isCounted ? Math.min(30, room - used() - 1) : 0;
    const shown = rest.map((part) => (part === state ? paint.faint(part) : part));
    if (length < 5) return [first, ...shown].join(gap);
    const filled = Math.round((length * steps) / (total ?? 1));
    const bar = paint.bar("━".repeat(filled)) + paint.faint("╌".repeat(length - filled));
    return [`${first} ${bar}`, ...shown].join(gap);
  };

  return {
    takesSeveralSteps: true,
    onEpochBegin: (epoch) => {
      epochNow = epoch;
      began = now();
      lastStep = began;
      steps = 0;
    },
    onTrainBatchEnd: (batch, logs, context) => {
      steps = batch + 1;
      lastStep = now();
      if (!isLive || lastStep - drawn < drawEvery) return;
      drawn = lastStep;
      isOpen = true;
      write(`${clear}${running(logs, context)}`);
    },
    onEpochEnd: (epoch, logs, context) => {
      if (isLive && epoch + 1 < context.epochs && !stays(epoch, context.epochs)) return;
      const title = head(epoch, context);
      const facts = [words.seconds(((now() - began) / 1000).toFixed(1)), rate()];
      const numbers = metrics(logs);
      const isWide = (): boolean =>
        [title, ...facts, ...numbers].reduce((sum, part) => sum + width(part) + gap.length, -gap.length) >
        columns();
      if (isLive) while (facts.length > 0 && isWide()) facts.pop(); // rather than a second line
      const shown = [title, ...facts.map(paint.faint), ...numbers].join(gap);
      write(`${isOpen ? clear : ""}${shown}\n`);
      isOpen = false;
    },
    onTrainEnd: () => {
      if (isOpen) write(clear);
      isOpen = false;
    },
  };
}

/** Four decimals where they say something; else four digits. */
function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1000)) return value.toFixed(4);
  return size >= 1000 && size < 1e7 ? value.toFixed(1) : value.toExponential(3);
}
