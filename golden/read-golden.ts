import { readFileSync } from "node:fs";

/** Numbers of a golden file, in C order. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

type Options = Readonly<Record<string, unknown>>;

export interface TenLosses {
  readonly small: {
    readonly layers: readonly { readonly units: number; readonly activation: string }[];
    readonly batchSize: number;
    readonly weights: readonly (GoldenTensor & { readonly path: string })[];
    readonly batches: readonly { readonly x: GoldenTensor; readonly y: GoldenTensor }[];
    readonly runs: readonly LossRun[];
  };
  readonly large: {
    readonly layers: readonly { readonly units: number; readonly activation: string }[];
    readonly batchSize: number;
    readonly weights: readonly HashedTensor[];
    readonly check: {
      readonly firstValues: readonly { readonly path: string; readonly values: readonly number[] }[];
      readonly firstLabels: readonly number[];
      readonly firstPixels: readonly number[];
      readonly sumOfFirstBatch: number;
    };
    readonly runs: readonly LossRun[];
  };
}

export interface TenLossesLstm {
  readonly units: number;
  readonly classes: number;
  readonly weights: TenLosses["small"]["weights"];
  readonly batches: TenLosses["small"]["batches"];
  readonly runs: readonly Omit<LossRun, "finalNorms">[];
}

/** A convolutional network, without and with batch normalization, on the same images. */
export interface TenLossesCnn {
  readonly filters: readonly number[];
  readonly classes: number;
  readonly batches: TenLosses["small"]["batches"];
  readonly cases: readonly (Pick<TenLossesLstm, "weights" | "runs"> & {
    readonly batchNormalization: boolean;
  })[];
}

export interface TenLossesTransformer extends Pick<TenLossesLstm, "weights" | "batches" | "runs"> {
  /** How many there are. */
  readonly words: number;
  readonly width: number;
  readonly heads: number;
  /** Width between the two dense layers. */
  readonly inner: number;
  readonly classes: number;
}

export interface HashedTensor {
  readonly path: string;
  readonly shape: readonly number[];
  readonly seed: number;
  readonly offset: number;
  readonly scale: number;
}

/** Ten losses, each that of the batch before its update; `options` spelled as in Keras. */
export interface LossRun {
  readonly optimizer: string;
  readonly options: Options;
  readonly keras64: readonly number[];
  readonly torch64: readonly number[];
  readonly torch32: readonly number[];
  readonly finalNorms: readonly number[];
}

export interface KerasA {
  readonly defaults: Readonly<Record<string, Readonly<Record<string, Options>>>>;
  readonly activations: readonly {
    readonly name: string;
    readonly options: Options;
    readonly x: GoldenTensor;
    readonly y: GoldenTensor;
    /** dy/dx of the element-wise ones. */
    readonly derivative?: GoldenTensor;
    /** Softmax: `gradient` is what `cotangent` of y becomes at x. */
    readonly cotangent?: GoldenTensor;
    readonly gradient?: GoldenTensor;
  }[];
  readonly losses: readonly {
    readonly class: string;
    readonly options: Options;
    readonly yTrue: GoldenTensor;
    readonly yPred: GoldenTensor;
    readonly value: number;
    /** With reduction "none". */
    readonly perExample: GoldenTensor;
    /** Of `value` by yPred. */
    readonly gradient: GoldenTensor;
    readonly weighted: { readonly sampleWeight: GoldenTensor; readonly value: number };
  }[];
  readonly optimizers: {
    readonly initial: readonly GoldenTensor[];
    /** [step][weight]. */
    readonly gradients: readonly (readonly GoldenTensor[])[];
    readonly runs: readonly {
      readonly class: string;
      readonly options: Options;
      /** [step][weight]. */
      readonly after: readonly (readonly GoldenTensor[])[];
    }[];
  };
  readonly layers: readonly {
    readonly class: string;
    readonly options: Options;
    readonly input: GoldenTensor;
    readonly weights: readonly (GoldenTensor & { readonly name: string; readonly trainable: boolean })[];
    readonly output: GoldenTensor;
    readonly cotangent: GoldenTensor;
    readonly gradWeights: readonly GoldenTensor[];
    readonly gradInput: GoldenTensor;
    /** Normalization after `adapt(input)`. */
    readonly adapted?: { readonly mean: GoldenTensor; readonly variance: GoldenTensor };
  }[];
}

export type InitializerName =
  | "GlorotUniform"
  | "GlorotNormal"
  | "HeUniform"
  | "HeNormal"
  | "LecunUniform"
  | "LecunNormal";

export interface Initializers {
  readonly cases: readonly (Readonly<
    Record<InitializerName, { stddev: number; limit?: number; truncatedNormalStddev?: number }>
  > & { readonly shape: readonly number[]; readonly fanIn: number; readonly fanOut: number })[];
}

export interface Metrics {
  readonly metrics: readonly {
    readonly name: string;
    readonly metric: string;
    /** The class that Keras chose by the shapes. */
    readonly resolved: string;
    readonly batchSize: number;
    readonly yTrue: GoldenTensor;
    readonly yPred: GoldenTensor;
    readonly afterEachBatch: readonly number[];
    readonly value: number;
  }[];
  readonly history: {
    readonly fit: { readonly batchSize: number; readonly epochs: number; readonly shuffle: boolean };
    readonly x: GoldenTensor;
    readonly y: GoldenTensor;
    readonly xVal: GoldenTensor;
    readonly yVal: GoldenTensor;
    readonly weights: readonly GoldenTensor[];
    readonly sampleWeight: GoldenTensor;
    readonly runs: readonly {
      readonly name: string;
      readonly options: Options;
      readonly history: Readonly<Record<string, readonly number[]>>;
      readonly runningLoss: readonly number[];
      readonly final: readonly GoldenTensor[];
      readonly evaluate: { readonly loss: number; readonly accuracy: number };
    }[];
  };
}

/** Further losses and options, in the form of those of `KerasA`. */
export interface KerasLosses extends Pick<KerasA, "defaults"> {
  readonly losses: readonly (Omit<KerasA["losses"][number], "weighted"> & {
    /** How many places the loss's mask lets count; null: all. */
    readonly counted: number | null;
  })[];
}

/** Metrics over ragged batches: after each, a number, or one per class or threshold. */
export interface KerasMetrics extends Pick<KerasA, "defaults"> {
  readonly metrics: readonly {
    readonly class: string;
    readonly options: Options;
    readonly batchSize: number;
    readonly yTrue: GoldenTensor;
    readonly yPred: GoldenTensor;
    readonly afterEachBatch: readonly GoldenTensor[];
    readonly weighted: {
      readonly sampleWeight: GoldenTensor;
      readonly afterEachBatch: readonly GoldenTensor[];
    };
  }[];
}

type LayerWeight = KerasA["layers"][number]["weights"][number];

/** Layers with one or several inputs. */
export interface KerasLayers {
  readonly defaults: { readonly layers: Readonly<Record<string, Options>> };
  readonly layers: readonly {
    readonly class: string;
    readonly options: Options;
    /** Arguments of the call that are options here. */
    readonly call?: Options;
    readonly training?: boolean;
    /** What is not float64 says so. */
    readonly inputs: readonly (GoldenTensor & { readonly dtype?: "int32" | "bool" })[];
    readonly weights: readonly LayerWeight[];
    readonly output: GoldenTensor;
    readonly cotangent: GoldenTensor;
    readonly gradWeights: readonly GoldenTensor[];
    /** One for each float input. */
    readonly gradInputs: readonly GoldenTensor[];
    /** Statistics after a call in training. */
    readonly updates?: readonly (GoldenTensor & { readonly name: string })[];
  }[];
}

type NamedTensors = readonly (GoldenTensor & { readonly name: string })[];

/** Training steps of a model with batch normalization. */
export interface BatchNormSteps {
  readonly momentum: number;
  readonly learningRate: number;
  readonly weights: NamedTensors;
  readonly steps: readonly {
    readonly x: GoldenTensor;
    readonly y: GoldenTensor;
    readonly loss: number;
    readonly weights: NamedTensors;
  }[];
  readonly predict: { readonly x: GoldenTensor; readonly y: GoldenTensor };
}

/** Layers that resize and augment images, with the random numbers that they drew. */
export interface KerasImages {
  readonly defaults: { readonly layers: Readonly<Record<string, Options>> };
  readonly layers: readonly {
    readonly class: string;
    readonly options: Options;
    readonly training: boolean;
    readonly input: GoldenTensor;
    /** Default float64. */
    readonly dtype?: "uint8";
    /** A list for each draw. */
    readonly uniforms: readonly (readonly number[])[];
    readonly normals: readonly (readonly number[])[];
    readonly output: GoldenTensor;
    /** Of float inputs. */
    readonly cotangent?: GoldenTensor;
    readonly gradInput?: GoldenTensor;
  }[];
  /** MixUp and CutMix, with what they drew. */
  readonly mixes: readonly {
    readonly kind: "mixUp" | "cutMix";
    readonly images: GoldenTensor;
    readonly labels: GoldenTensor;
    readonly partners: readonly number[];
    readonly weights: readonly number[];
    readonly boxes?: readonly Box[];
    readonly newImages: GoldenTensor;
    readonly newLabels: GoldenTensor;
  }[];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Recurrent layers, wrappers and masks. Inputs are sequences, then states; outputs, then states. */
export interface KerasRecurrent {
  readonly defaults: {
    readonly layers: Readonly<Record<string, Options>>;
    readonly initializers?: Readonly<Record<string, Options>>;
  };
  readonly layers: readonly {
    readonly class: string;
    /** An option may be a layer: `{ class, options }`. */
    readonly options: Options;
    /** [batch][time], 1 where a position counts. */
    readonly mask?: readonly (readonly number[])[];
    /** That of the first output. */
    readonly outputMask?: readonly (readonly number[])[] | null;
    readonly inputs: readonly GoldenTensor[];
    readonly weights: readonly LayerWeight[];
    readonly outputs: readonly GoldenTensor[];
    readonly cotangents: readonly GoldenTensor[];
    readonly gradWeights: readonly GoldenTensor[];
    readonly gradInputs: readonly GoldenTensor[];
  }[];
}

/** A call of batch normalization in training, momentum 0.75, with a mask. */
export interface MaskedBatchNorm {
  readonly mask: readonly (readonly number[])[];
  readonly input: GoldenTensor;
  readonly weights: readonly (GoldenTensor & { readonly name: string })[];
  readonly output: GoldenTensor;
  readonly cotangent: GoldenTensor;
  /** By the input, gamma and beta. */
  readonly gradients: readonly GoldenTensor[];
  /** The moving mean and variance after it. */
  readonly updates: readonly GoldenTensor[];
}

/** Training of a model in which a mask travels. */
export interface MaskedModel {
  readonly name: string;
  readonly weights: readonly GoldenTensor[];
  readonly steps: readonly { readonly x: GoldenTensor; readonly y: GoldenTensor; readonly loss: number }[];
  /** Loss and predictions of the last batch, after training. */
  readonly evaluated: number;
  readonly predicted: GoldenTensor;
}

/** Batches in a row through a stateful layer, with the states after each. */
export interface StatefulRun {
  readonly class: string;
  readonly options: Options;
  readonly weights: readonly LayerWeight[];
  readonly batches: readonly {
    readonly input: GoldenTensor;
    readonly output: GoldenTensor;
    readonly states: readonly GoldenTensor[];
  }[];
}

/** Histories of `fit`, of models with several outputs and of weighted examples. */
export interface KerasOutputs {
  readonly data: Readonly<Record<string, GoldenTensor>>;
  readonly weights: Readonly<Record<"two" | "one" | "step", readonly GoldenTensor[]>>;
  readonly runs: readonly {
    readonly name: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly history: Readonly<Record<string, readonly number[]>>;
    readonly final: readonly GoldenTensor[];
  }[];
}

interface GoldenFiles {
  "ten-losses": TenLosses;
  "ten-losses-lstm": TenLossesLstm;
  "ten-losses-cnn": TenLossesCnn;
  "ten-losses-transformer": TenLossesTransformer;
  "keras-a": KerasA;
  "keras-layers": KerasLayers & { readonly batchNormSteps: BatchNormSteps };
  "keras-activations": Pick<KerasA, "activations" | "defaults">;
  "keras-attention": KerasLayers;
  "keras-outputs": KerasOutputs;
  "keras-images": KerasImages;
  "keras-conv": Pick<KerasA, "layers" | "defaults">;
  "keras-recurrent": KerasRecurrent & { readonly stateful: readonly StatefulRun[] };
  "keras-wrappers": KerasRecurrent;
  "keras-masks": Pick<KerasRecurrent, "layers"> & {
    readonly models: readonly MaskedModel[];
    readonly batchNormalization: MaskedBatchNorm;
  };
  initializers: Initializers;
  "keras-losses": KerasLosses;
  "keras-metrics": KerasMetrics;
  metrics: Metrics;
}

/** A golden file of this folder; README.md says what each holds. */
export function readGolden<K extends keyof GoldenFiles>(name: K): GoldenFiles[K] {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8"));
}
