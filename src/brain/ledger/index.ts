export { type BudgetFigure, brainBudget } from "./brain-budget.js";
export { type CountWorkOptions, countWork } from "./count-model.js";
export { type SpikingLayer, workOfLayers, workOfRun } from "./count-spikes.js";
export { type Account, type AccountLine, type Ledger, type LedgerEntry, ledger } from "./ledger.js";
export { breakEven, type Device, devices, memoryEnergy, type Precision } from "./technology.js";
export type { Work, WorkLine } from "./work.js";
