import { NeurogradError, nearestName, unknownName } from "../../core/errors.js";
import type { CallbackContext } from "../callback.js";
import { type Logs, valKey } from "../history.js";
import { metricDirection } from "../metric-direction.js";

export type MonitorMode = "auto" | "min" | "max";
const modes = ["auto", "min", "max"] as const;

export interface MonitorOptions {
  /** A key of the logs. */
  readonly monitor: string;
  /** Whether lower or higher is better; `auto`: as the metric's kind says. */
  readonly mode: MonitorMode;
  /** A change of this or less is no improvement. */
  readonly minDelta?: number;
}

/** A number of the logs that is watched: whether one value is better than another. Source Keras 3 `MonitorCallback`. */
export class Monitor {
  private readonly where: string;
  private readonly options: MonitorOptions;
  private sign = 0;

  constructor(where: string, options: MonitorOptions) {
    if (!modes.includes(options.mode)) throw unknownName(`${where}: mode`, options.mode, modes);
    this.where = where;
    this.options = options;
  }

  /** Looks, before training, whether there will be such a number. Throws `unknown_monitor`, `invalid_option`. */
  begin({ model, keys }: CallbackContext): void {
    const { monitor, mode } = this.options;
    if (keys !== undefined && !keys.includes(monitor)) throw this.unknown(keys);
    const metrics = model.compiled(this.where).metrics.map(({ metric }) => metric);
    const kind = [{ name: "loss", kind: "loss" }, ...metrics].find(
      ({ name }) => name === monitor || valKey(name) === monitor,
    )?.kind;
    const direction = mode === "auto" ? metricDirection(kind ?? "") : mode;
    if (direction === undefined) {
      throw new NeurogradError(
        "invalid_option",
        `${this.where}: whether a better "${monitor}" is higher or lower is not known; give mode: "max" or mode: "min"`,
      );
    }
    this.sign = direction === "min" ? -1 : 1;
  }

  /** The number; undefined in an epoch without validation. Throws `unknown_monitor`. */
  valueIn(logs: Logs, { keys }: CallbackContext): number | undefined {
    const value = logs[this.options.monitor];
    if (value === undefined && !keys?.includes(this.options.monitor)) throw this.unknown(Object.keys(logs));
    return value;
  }

  /** Better by more than `minDelta`; anything is better than nothing, and NaN is never better. */
  isBetter(value: number, than: number | undefined | null): boolean {
    if (than === undefined || than === null) return true;
    return this.sign * value - Math.abs(this.options.minDelta ?? 0) > this.sign * than;
  }

  private unknown(keys: readonly string[]): NeurogradError {
    const { monitor } = this.options;
    const near = nearestName(monitor, keys);
    const isValidation = /^val[A-Z]/.test(monitor) && !keys.some((key) => /^val[A-Z]/.test(key));
    const remedy = isValidation
      ? "pass validationData or validationSplit to fit, or monitor one of these"
      : near === undefined
        ? "monitor one of these"
        : `the nearest is "${near}"`;
    return new NeurogradError(
      "unknown_monitor",
      `${this.where}: monitor "${monitor}" is not in the logs, which have ${keys.join(", ")}; ${remedy}`,
    );
  }
}
