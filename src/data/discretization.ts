import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import { type CategoryOutputMode, encodeCategories } from "./encode-categories.js";

export interface DiscretizationOptions {
  /** Where bins begin, in rising order; n of them make n + 1 bins. Instead of `numBins`. */
  readonly binBoundaries?: readonly number[] | undefined;
  /** Number of bins that `adapt` makes, of about as many values each. Instead of `binBoundaries`. */
  readonly numBins?: number | undefined;
  /** How far off the quantiles may be, as a share: `adapt` keeps about 1/epsilon values. Default 0.01. */
  readonly epsilon?: number | undefined;
  /** `int`: the number of the bin. Default. */
  readonly outputMode?: "int" | CategoryOutputMode | undefined;
}

export interface DiscretizationJson {
  readonly binBoundaries: readonly number[] | null;
  readonly numBins: number | null;
  readonly epsilon: number;
  readonly outputMode: "int" | CategoryOutputMode;
}

/**
 * Numbers sorted into bins: bin i holds `boundaryᵢ₋₁ ≤ x < boundaryᵢ`.
 *
 * Shape   [*] → [*] for `int`, else as CategoryEncoding.
 * Dtype   int32, or float32 vectors.
 * Throws  `invalid_option`, `missing_option`; `empty_data`, `non_finite_data` in `adapt`.
 * Source  Keras's Discretization.
 *
 * @example new Discretization({ binBoundaries: [0, 1] }).apply([-3, 0.5, 1]).toArray()   // [0, 1, 2]
 */
export class Discretization {
  readonly numBins: number | undefined;
  readonly epsilon: number;
  readonly outputMode: "int" | CategoryOutputMode;
  #boundaries: readonly number[] | undefined;

  constructor({ binBoundaries, numBins, epsilon = 0.01, outputMode = "int" }: DiscretizationOptions) {
    if ((binBoundaries === undefined) === (numBins === undefined)) {
      throw new NeurogradError(
        "invalid_option",
        `Discretization: ${numBins === undefined ? "neither" : "both"} of binBoundaries and numBins given; give one of them`,
      );
    }
    if (numBins !== undefined && !(Number.isInteger(numBins) && numBins > 0)) {
      throw new NeurogradError(
        "invalid_option",
        `Discretization: numBins is ${numBins}; give a whole number from 1 on`,
      );
    }
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new NeurogradError(
        "invalid_option",
        `Discretization: epsilon is ${epsilon}; give a share in (0, 1)`,
      );
    }
    if (binBoundaries?.some((b, i) => Number.isNaN(b) || (i > 0 && b < binBoundaries[i - 1]))) {
      throw new NeurogradError(
        "invalid_option",
        `Discretization: binBoundaries [${binBoundaries.join(", ")}] do not rise; sort them`,
      );
    }
    this.numBins = numBins;
    this.epsilon = epsilon;
    this.outputMode = outputMode;
    this.#boundaries = binBoundaries;
  }

  /** Where bins begin; undefined before `adapt`. */
  get binBoundaries(): readonly number[] | undefined {
    return this.#boundaries;
  }

  /** Sets the boundaries to quantiles of the data. */
  adapt(data: ArrayInput): void {
    if (this.numBins === undefined) {
      throw new NeurogradError(
        "invalid_option",
        "Discretization: adapt would replace the binBoundaries given; give numBins instead of them",
      );
    }
    const values = Float32Array.from(inputTensor("Discretization: data", data).toFloat64()).sort();
    if (values.length === 0) {
      throw new NeurogradError(
        "empty_data",
        "Discretization: there are no values to adapt to; give at least one",
      );
    }
    const bad = values.find((v) => !Number.isFinite(v));
    if (bad !== undefined) {
      throw new NeurogradError(
        "non_finite_data",
        `Discretization: the data hold ${bad}; drop or fill such values first`,
      );
    }
    const summary = compressed(summarized(values, this.epsilon), this.epsilon);
    this.#boundaries = compressed(summary, 1 / this.numBins).values.slice(0, -1);
  }

  apply(x: ArrayInput): Tensor {
    const boundaries = this.#boundaries;
    if (boundaries === undefined) {
      throw new NeurogradError(
        "missing_option",
        "Discretization: has no boundaries yet; call adapt(data), or give binBoundaries",
      );
    }
    const given = inputTensor("Discretization: x", x);
    const bins = Int32Array.from(given.toFloat64(), (value) => binOf(boundaries, value));
    if (this.outputMode === "int") return new Tensor(bins, given.shape, "int32");
    return encodeCategories(bins, given.shape, boundaries.length + 1, this.outputMode);
  }

  toJSON(): DiscretizationJson {
    return {
      binBoundaries: this.#boundaries ?? null,
      numBins: this.numBins ?? null,
      epsilon: this.epsilon,
      outputMode: this.outputMode,
    };
  }

  static fromJSON({ binBoundaries, numBins, epsilon, outputMode }: DiscretizationJson): Discretization {
    const learned = numBins === null ? { binBoundaries: binBoundaries ?? [] } : { numBins };
    const made = new Discretization({ ...learned, epsilon, outputMode });
    made.#boundaries = binBoundaries ?? undefined;
    return made;
  }
}

/** How many boundaries are at or below x. */
function binOf(boundaries: readonly number[], x: number): number {
  let [low, high] = [0, boundaries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (boundaries[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Values in rising order, each standing for a number of them. */
interface Summary {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** Every n-th value, n of them each, so that about 1/epsilon stay. */
function summarized(sorted: Float32Array, epsilon: number): Summary {
  const step = Math.max(sorted.length * epsilon, 1);
  const values: number[] = [];
  for (let i = Math.floor(step - 1); i < sorted.length; i += Math.floor(step)) values.push(sorted[i]);
  return { values, weights: values.map(() => step) };
}

/** The values at the shares epsilon, 2·epsilon, …, 1 of the weight, interpolated. */
function compressed({ values, weights }: Summary, epsilon: number): Summary {
  if (values.length * epsilon < 1) return { values, weights };
  let sum = 0;
  const cumulative = weights.map((w) => (sum += w));
  const shares = cumulative.map((c) => c / sum);
  const wanted = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  const at = wanted.map((share) => interpolated(share, shares, cumulative));
  return {
    values: wanted.map((share) => Math.fround(interpolated(share, shares, values))),
    weights: at.map((c, i) => Math.fround(i === 0 ? c : c - at[i - 1])),
  };
}

function interpolated(x: number, xs: readonly number[], ys: readonly number[]): number {
  const right = binOf(xs, x);
  if (right === 0) return ys[0];
  if (right === xs.length) return ys[ys.length - 1];
  const left = right - 1;
  return ys[left] + ((x - xs[left]) * (ys[right] - ys[left])) / (xs[right] - xs[left]);
}
