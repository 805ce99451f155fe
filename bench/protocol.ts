/**
 * What a peer is asked to do. A peer is a program that takes one job as JSON in its last argument, loads, warms up, and then
 * prints `{"ready": "Name 1.2", "detail": "…"}`. For each line `run N` that it reads it does N steps and prints
 * `{"ms": […]}`: milliseconds per step, one number for each chunk of the N. At the end of its input it ends.
 * Where it cannot run at all it prints `{"absent": "why", "install": "command"}` instead and ends.
 */
export interface Job {
  /**
   * - `mlp`: a training step of 784-128-128-10 (relu, relu, softmax cross-entropy), as `fit` does it on MNIST: batch of uint8
   *   images by shuffled index, divided by 255; loss and accuracy summed up.
   * - `step`: the same step on one resident float32 batch, without accuracy.
   * - `xor`: a step of 2-4-1 (tanh, sigmoid, mean squared error) on the four rows.
   * - `epoch`: 60,000 images shuffled, gathered, rescaled, trained on, accuracy included; a step is an epoch.
   * - `surrogate`: a training step as `mlp`'s of 784-1000-10 leaky neurons (β 0.95, arctan's surrogate) over 25 steps of time, the images
   *   as a steady current; cross-entropy of the last layer's membranes, summed over time.
   * - `cuba`: 1 s of the 4,000 neurons of Brette et al. (2007), benchmark 2, in steps of 0.1 ms; building left out.
   * - `hh`: 0.1 s of 1,000 Hodgkin-Huxley neurons at 10 µA/cm², exponential Euler in steps of 0.01 ms.
   */
  readonly task: Task;
  readonly batch: number;
  readonly threads: number;
  /** sgd: learning rate 1. adam: 0.001, epsilon 1e-7. */
  readonly optimizer: "sgd" | "adam";
  /** The folder of MNIST's IDX files. */
  readonly data: string;
  /** Which of its executors a peer is to use, where it has several: native, wasm, cpu. */
  readonly runtime?: string;
  /** TensorFlow.js: with a gradient of the matrix product written by the user, faster than its own. */
  readonly transposeFirst?: boolean;
}

export type Task = "mlp" | "step" | "xor" | "epoch" | "surrogate" | "cuba" | "hh";

export interface Ready {
  readonly ready: string;
  readonly detail?: string;
}

export interface Absent {
  readonly absent: string;
  readonly install?: string;
}

export interface Times {
  readonly ms: readonly number[];
}

export type Message = Ready | Absent | Times;
