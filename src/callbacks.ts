// What users find under `callbacks`: those of training, and those that write files.
export * from "./nn/callbacks/index.js";
export { backupAndRestore } from "./storage/backup-and-restore.js";
export { tensorBoard } from "./storage/tensor-board/tensor-board.js";
