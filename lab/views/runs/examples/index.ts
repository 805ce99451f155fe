import history3 from "./rate-0.3/history.jsonl?raw";
import record3 from "./rate-0.3/run.json?raw";
import history03 from "./rate-0.03/history.jsonl?raw";
import record03 from "./rate-0.03/run.json?raw";
import history003 from "./rate-0.003/history.jsonl?raw";
import record003 from "./rate-0.003/run.json?raw";
import history0003 from "./rate-0.0003/history.jsonl?raw";
import record0003 from "./rate-0.0003/run.json?raw";

/**
 * Four runs as `neurograd train` wrote them, on the same table of 240 penguins with the same seed, with four learning rates; the
 * commands stand in their run.json.
 */
export const examples: readonly {
  readonly name: string;
  readonly record: string;
  readonly history: string;
}[] = [
  { name: "rate-0.0003", record: record0003, history: history0003 },
  { name: "rate-0.003", record: record003, history: history003 },
  { name: "rate-0.03", record: record03, history: history03 },
  { name: "rate-0.3", record: record3, history: history3 },
];
