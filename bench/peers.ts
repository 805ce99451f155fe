import type { Command } from "./peer-process.js";
import type { Job, Task } from "./protocol.js";

/** Something to compare: us on one of our runtimes, or another library. */
export interface Peer {
  /** What `--peers` calls it. */
  readonly name: string;
  /** Peers of one family are one library under several Pythons: one that is absent is no news if another was there. */
  readonly family: string;
  readonly tasks: readonly Task[];
  readonly command: (job: Job) => Command;
  readonly job?: Partial<Job>;
}

const all: readonly Task[] = ["mlp", "step", "xor", "epoch"];

/** Our two runtimes. Neurons that are not trained run in our own float64 loop, which is WebAssembly. */
export const ours: readonly Peer[] = ["native", "wasm"].map((runtime) => ({
  name: runtime,
  family: runtime,
  tasks: [...all, "surrogate", ...(runtime === "wasm" ? (["cuba", "hh"] as const) : [])],
  command: () => node("build/bench/ours.js"),
  job: { runtime },
}));

const inNode: readonly Peer[] = [
  { name: "tfjs-wasm", file: "tfjs", tasks: all, job: { runtime: "wasm" } },
  { name: "tfjs-wasm-transposed", file: "tfjs", tasks: all, job: { runtime: "wasm", transposeFirst: true } },
  { name: "tfjs-cpu", file: "tfjs", tasks: all.slice(0, 3), job: { runtime: "cpu" } }, // an epoch takes a minute
  { name: "jaxjs", file: "jaxjs", tasks: all, job: { runtime: "wasm" } },
  { name: "brainjs", file: "brainjs", tasks: ["xor"] as const, job: {} },
].map(({ file, ...peer }) => ({
  ...peer,
  family: peer.name,
  command: () => node(`bench/peers/${file}.mjs`),
}));

/** A Python, and the variables with which its BLAS is fastest. */
export interface Python {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Every peer, in the order of the table: us, the Python ones of each Python, then those of Node.js. */
export function peersOf(pythons: readonly Python[]): readonly Peer[] {
  const libraries = [
    { name: "torch", file: "torch_peer", tasks: [...all, "surrogate"] as const, variables: {} },
    { name: "jax", file: "jax_peer", tasks: all, variables: {} },
    ...["jax", "tensorflow"].map((backend) => {
      const variables = { KERAS_BACKEND: backend };
      return { name: `keras-${backend}`, file: "keras_peer", tasks: ["mlp", "epoch"] as const, variables };
    }),
    ...["cython", "numpy", "standalone"].map((runtime) => {
      const tasks = runtime === "numpy" ? (["cuba"] as const) : (["cuba", "hh"] as const); // hh would take it minutes
      return { name: `brian-${runtime}`, file: "brian_peer", tasks, variables: {}, job: { runtime } };
    }),
  ];
  const inPython = libraries.flatMap(({ name, file, tasks, variables, ...more }) =>
    pythons.map((python): Peer => {
      const command = (job: Job) => run(python, file, job, variables);
      return { name, family: name, tasks, command, ...more };
    }),
  );
  return [...ours, ...inPython, ...inNode];
}

/** Those that `--peers` names; us always, but where it names one of our runtimes only that. */
export function choose(peers: readonly Peer[], names: readonly string[] | null): readonly Peer[] {
  if (names === null) return peers;
  const named = peers.filter(({ name }) =>
    names.some((wanted) => name === wanted || name.startsWith(`${wanted}-`)),
  );
  return named.some((peer) => ours.includes(peer)) ? named : [...ours, ...named];
}

/** The variables that give a Python library its threads; what a machine sets for other programs is taken away. */
export function threadVariables(threads: number): Record<string, string | null> {
  const n = String(threads);
  return {
    OMP_NUM_THREADS: n,
    OPENBLAS_NUM_THREADS: n,
    MKL_NUM_THREADS: n,
    OPENBLAS_CORETYPE: null,
    OPENBLAS_L2_SIZE: null,
  };
}

function run({ path, env }: Python, file: string, job: Job, more: Record<string, string>): Command {
  const variables = { ...threadVariables(job.threads), ...env, ...more };
  return { program: path, args: [`bench/peers/${file}.py`], env: variables };
}

function node(file: string): Command {
  return { program: process.execPath, args: [file] };
}
