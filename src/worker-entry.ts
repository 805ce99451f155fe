// What the worker of `trainInWorker` runs. It knows the layers, losses and metrics of this package.
import { serveTraining } from "./worker.js";

serveTraining();
