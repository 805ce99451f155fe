// TensorFlow.js in Node.js, on its "cpu" or "wasm" backend: core operations and its own optimizer.
import { MnistBatches } from "../../build/bench/mnist-batches.js";
import { readJob, sayAbsent, serve } from "../../build/bench/serve.js";

const job = readJob();
if (job.threads !== 1) sayAbsent("TensorFlow.js runs one thread in Node.js");

let tf;
try {
  tf = await import("@tensorflow/tfjs");
  if (job.runtime === "wasm") await import("@tensorflow/tfjs-backend-wasm");
} catch {
  sayAbsent("not installed", "cd bench && npm install");
}
await tf.setBackend(job.runtime);
await tf.ready();

const sizes = job.task === "xor" ? [2, 4, 1] : [784, 128, 128, 10];
const weights = sizes.slice(1).flatMap((units, i) => {
  const limit = Math.sqrt(6 / (sizes[i] + units));
  return [tf.variable(tf.randomUniform([sizes[i], units], -limit, limit)), tf.variable(tf.zeros([units]))];
});
const optimizer = job.optimizer === "sgd" ? tf.train.sgd(1) : tf.train.adam(0.001, 0.9, 0.999, 1e-7);

// The wasm backend multiplies by a transposed matrix eight times slower than by one that was transposed before: the gradient of
// `matMul` is slow, and a `customGrad` in the user's own code makes the step three to four times as fast.
const transposing = tf.customGrad((a, b, save) => {
  save([a, b]);
  const gradFunc = (g, [a, b]) => [tf.matMul(g, tf.transpose(b)), tf.matMul(tf.transpose(a), g)];
  return { value: tf.matMul(a, b), gradFunc };
});

const product = job.transposeFirst ? transposing : tf.matMul;

function logitsOf(x) {
  const [w1, b1, w2, b2, w3, b3] = weights;
  const h1 = tf.relu(tf.add(product(x, w1), b1));
  const h2 = tf.relu(tf.add(product(h1, w2), b2));
  return tf.add(product(h2, w3), b3);
}

function crossEntropy(logits, y) {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, 10), logits);
}

/** One step on host data, as `fit` does it; loss and accuracy are added to what they were. */
function fitStep({ x, y }, totals) {
  return tf.tidy(() => {
    const xs = tf.tensor2d(x, [y.length, 784]);
    const ys = tf.tensor1d(y, "int32");
    let correct;
    const loss = optimizer.minimize(() => {
      const logits = logitsOf(xs);
      correct = tf.keep(tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), ys), "float32")));
      return crossEntropy(logits, ys);
    }, true);
    const next = [tf.add(totals[0], loss), tf.add(totals[1], correct)];
    tf.dispose([totals, correct]);
    return next;
  });
}

const programs = {
  mlp() {
    const batches = new MnistBatches(job.data, job.batch);
    let totals = [tf.scalar(0), tf.scalar(0)];
    return async (n) => {
      for (let i = 0; i < n; i++) totals = fitStep(batches.next(), totals);
      await Promise.all(totals.map((total) => total.data()));
    };
  },
  epoch() {
    const batches = new MnistBatches(job.data, job.batch);
    return async (n) => {
      for (let i = 0; i < n; i++) {
        let totals = [tf.scalar(0), tf.scalar(0)];
        for (const batch of batches.epoch()) totals = fitStep(batch, totals);
        await Promise.all(totals.map((total) => total.data()));
        tf.dispose(totals);
      }
    };
  },
  step() {
    const x = tf.randomUniform([job.batch, 784]);
    const y = tf.cast(tf.floor(tf.randomUniform([job.batch], 0, 10)), "int32");
    return bare(() => crossEntropy(logitsOf(x), y));
  },
  xor() {
    const x = tf.tensor2d([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
    const y = tf.tensor2d([0, 1, 1, 0], [4, 1]);
    const [w1, b1, w2, b2] = weights;
    return bare(() => {
      const h = tf.tanh(tf.add(tf.matMul(x, w1), b1));
      return tf.mean(tf.square(tf.sub(tf.sigmoid(tf.add(tf.matMul(h, w2), b2)), y)));
    });
  },
};

function bare(loss) {
  return async (n) => {
    for (let i = 0; i < n; i++) tf.tidy(() => optimizer.minimize(loss, true).dispose());
    await weights[0].data();
  };
}

const label = `TensorFlow.js ${tf.version_core} ${job.runtime}`;
await serve(label, programs[job.task](), {
  detail: `${job.optimizer}${job.transposeFirst ? ", own gradient of matMul" : ""}`,
  oneAtATime: job.task === "epoch",
});
