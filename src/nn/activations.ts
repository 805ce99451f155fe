// Activations by name, with Keras 3's defaults. What each is stands at the op of its name.
import type { Value } from "../core/graph.js";
import * as ops from "../core/ops/index.js";

/** 0 or 1. Its derivative is zero: nothing below it can be trained by gradients. */
export const binaryStep = (x: Value): Value => ops.binaryStep(x);
export const elu = (x: Value): Value => ops.elu(x);
/** Exact, by the error function. */
export const gelu = (x: Value): Value => ops.gelu(x, { approximate: false });
/** Slope 0.2 below 0. */
export const leakyRelu = (x: Value): Value => ops.leakyRelu(x);
export const linear = (x: Value): Value => x;
export const relu = (x: Value): Value => ops.relu(x);
export const selu = (x: Value): Value => ops.selu(x);
export const sigmoid = (x: Value): Value => ops.sigmoid(x);
export const silu = (x: Value): Value => ops.silu(x);
/** Along the last axis. */
export const softmax = (x: Value): Value => ops.softmax(x);
export const softplus = (x: Value): Value => ops.softplus(x);
export const tanh = (x: Value): Value => ops.tanh(x);
