import type { Row } from "../row.js";
import { adaptability } from "./adaptability.js";
import { creativity } from "./creativity.js";
import { decision } from "./decision.js";
import { efficiency } from "./efficiency.js";
import { experience } from "./experience.js";
import { learning } from "./learning.js";
import { memory } from "./memory.js";
import { neuron } from "./neuron.js";
import { parallelism } from "./parallelism.js";
import { source } from "./source.js";
import { transfer } from "./transfer.js";

/** All comparisons, in the order in which they are shown. */
export const rows: readonly Row[] = [
  neuron,
  transfer,
  learning,
  decision,
  memory,
  parallelism,
  source,
  experience,
  creativity,
  adaptability,
  efficiency,
];
