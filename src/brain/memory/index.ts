export { type DenseMemory, type DenseMemoryOptions, denseMemory } from "./dense-memory.js";
export { type Hopfield, type HopfieldOptions, hopfield } from "./hopfield.js";
export {
  type HopfieldCapacity,
  hopfieldCapacity,
  hopfieldFirstErrors,
  hopfieldOverlap,
} from "./hopfield-capacity.js";
export {
  type LearnedInTurn,
  type LearnInTurnOptions,
  learnInTurn,
  type Task,
  tasksByClass,
} from "./learn-in-turn.js";
export { type ModernHopfield, type ModernHopfieldOptions, modernHopfield } from "./modern-hopfield.js";
export { overlap } from "./patterns.js";
export type { Flip, Recalled, RecallOptions } from "./recall.js";
export {
  type Cue,
  type RingAttractor,
  type RingAttractorOptions,
  type RingRun,
  type RingRunOptions,
  ringAttractor,
} from "./ring-attractor.js";
