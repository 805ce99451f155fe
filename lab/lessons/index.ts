import { activations } from "./activations.js";
import { backward } from "./backward.js";
import { brain } from "./brain.js";
import { depth } from "./depth.js";
import { exclusiveOr } from "./exclusive-or.js";
import { inside } from "./inside.js";
import type { Lesson } from "./lesson.js";
import { loss } from "./loss.js";
import { oneNeuron } from "./one-neuron.js";
import { optimizers } from "./optimizers.js";
import { overfitting } from "./overfitting.js";

/** The lessons in their order. A lesson is a file here and a line below. */
export const lessons: readonly Lesson[] = [
  oneNeuron,
  exclusiveOr,
  activations,
  backward,
  loss,
  optimizers,
  depth,
  overfitting,
  inside,
  brain,
];
