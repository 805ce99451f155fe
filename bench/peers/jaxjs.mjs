// jax-js in Node.js, on WebAssembly: one jitted step. A value is used up by the call that takes it; `.ref` keeps it.
import { MnistBatches } from "../../build/bench/mnist-batches.js";
import { readJob, sayAbsent, serve } from "../../build/bench/serve.js";

const job = readJob();
if (job.threads !== 1) sayAbsent("jax-js runs one thread in Node.js (it needs the browser's Worker)");

let jax;
try {
  jax = await import("@jax-js/jax");
} catch {
  sayAbsent("not installed", "cd bench && npm install");
}
const { nn, numpy: np } = jax;
await jax.init("wasm");
jax.defaultDevice("wasm");

const sizes = job.task === "xor" ? [2, 4, 1] : [784, 128, 128, 10];
const weights = sizes.slice(1).flatMap((units, i) => {
  const limit = Math.sqrt(6 / (sizes[i] + units));
  const values = Float32Array.from({ length: sizes[i] * units }, () => (2 * Math.random() - 1) * limit);
  return [np.array(values).reshape([sizes[i], units]), np.zeros([units])];
});
const zeros = () => weights.map((w) => np.zeros(w.shape));
let state = { w: weights, m: zeros(), v: zeros(), t: np.array(0) };
if (job.optimizer === "sgd") state = { w: weights };

function crossEntropy(w, x, y) {
  const rows = x.shape[0];
  const h1 = nn.relu(np.matmul(x, w[0]).add(w[1]));
  const h2 = nn.relu(np.matmul(h1, w[2]).add(w[3]));
  const logits = np.matmul(h2, w[4]).add(w[5]);
  const loss = nn
    .logSoftmax(logits.ref)
    .mul(nn.oneHot(y, 10))
    .sum()
    .mul(-1 / rows);
  return [loss, logits];
}

function xorError(w, x, y) {
  const h = np.tanh(np.matmul(x, w[0]).add(w[1]));
  const error = nn.sigmoid(np.matmul(h, w[2]).add(w[3])).sub(y);
  return [np.mean(error.ref.mul(error)), np.array(0)];
}

const updates = {
  sgd: ({ w }, gradients) => ({ w: w.map((wi, i) => wi.sub(gradients[i])) }),
  adam({ w, m, v, t }, gradients) {
    const next = t.add(1);
    const root = np.sqrt(np.subtract(1, np.power(0.999, next.ref)));
    const alpha = root.div(np.subtract(1, np.power(0.9, next.ref))).mul(0.001);
    const newM = m.map((mi, i) => mi.mul(0.9).add(gradients[i].ref.mul(0.1)));
    const newV = v.map((vi, i) => vi.mul(0.999).add(gradients[i].ref.mul(gradients[i]).mul(0.001)));
    const moved = w.map((wi, i) => wi.sub(newM[i].ref.mul(alpha.ref).div(np.sqrt(newV[i].ref).add(1e-7))));
    alpha.dispose();
    return { w: moved, m: newM, v: newV, t: next };
  },
};

const lossAndGradients = jax.valueAndGrad(job.task === "xor" ? xorError : crossEntropy, { hasAux: true });
const plain = jax.jit((before, x, y) => {
  const [[loss, logits], gradients] = lossAndGradients(
    before.w.map((w) => w.ref),
    x,
    y,
  );
  logits.dispose();
  return [updates[job.optimizer](before, gradients), loss];
});
const counting = jax.jit((before, totals, x, y) => {
  const [[loss, logits], gradients] = lossAndGradients(
    before.w.map((w) => w.ref),
    x,
    y.ref,
  );
  const correct = np.argmax(logits, 1).astype(np.int32).equal(y).astype(np.float32).sum();
  return [updates[job.optimizer](before, gradients), [totals[0].add(loss), totals[1].add(correct)]];
});

let totals = [np.array(0), np.array(0)];
// Read after every step: left alone, pending steps pile up, and each then takes two to ten times as long.
async function fitStep({ x, y }) {
  [state, totals] = counting(
    state,
    totals,
    np.array(x).reshape([y.length, 784]),
    np.array(y, { dtype: np.int32 }),
  );
  await totals[0].ref.data();
}

const programs = {
  mlp() {
    const batches = new MnistBatches(job.data, job.batch);
    return async (n) => {
      for (let i = 0; i < n; i++) await fitStep(batches.next());
    };
  },
  epoch() {
    const batches = new MnistBatches(job.data, job.batch);
    return async (n) => {
      for (let i = 0; i < n; i++) for (const batch of batches.epoch()) await fitStep(batch);
    };
  },
  step() {
    const x = np.array(Float32Array.from({ length: job.batch * 784 }, Math.random)).reshape([job.batch, 784]);
    const y = np.array(
      Int32Array.from({ length: job.batch }, (_, i) => i % 10),
      { dtype: np.int32 },
    );
    return bare(x, y);
  },
  xor() {
    const x = np.array(Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1)).reshape([4, 2]);
    return bare(x, np.array(Float32Array.of(0, 1, 1, 0)).reshape([4, 1]));
  },
};

function bare(x, y) {
  return async (n) => {
    for (let i = 0; i < n; i++) {
      let loss;
      [state, loss] = plain(state, x.ref, y.ref);
      await loss.data();
    }
  };
}

await serve("jax-js 0.1.25 wasm", programs[job.task](), {
  detail: job.optimizer,
  oneAtATime: job.task === "epoch",
});
