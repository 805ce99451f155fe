export { type Degradation, type DegradationOptions, degradation } from "./degradation.js";
export { type LesionOptions, lesion, lesionConnections } from "./lesion.js";
