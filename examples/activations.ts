import { customGradient, grad, ops, program, tensor, tensorType, type Value } from "neurograd";
import { isMain, type Lang, type Print, runAsProgram, speaker } from "./command-line.js";
import { lineChart, padColumns } from "./draw.js";
import { initialWeights, inputs } from "./seeds/xor-by-hand.js";

// Activation functions, their slopes, and three ways in which a slope of zero stops learning.

export interface Options {
  readonly epochs?: number;
  readonly seed?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

type Activation = (x: Value) => Value;

const xor = [0, 1, 1, 0];
const or = [0, 1, 1, 1];

const activations: Record<string, Activation> = {
  step: (x) => ops.binaryStep(x),
  sigmoid: (x) => ops.sigmoid(x),
  tanh: (x) => ops.tanh(x),
  relu: (x) => ops.relu(x),
  leakyRelu: (x) => ops.leakyRelu(x, { negativeSlope: 0.1 }),
};

const shown: Record<string, readonly [number, number]> = {
  step: [0, 1],
  sigmoid: [0, 1],
  tanh: [-1, 1],
  relu: [0, 4],
  leakyRelu: [-0.5, 4],
};

/** The step forward, the slope of the sigmoid backward: a surrogate gradient. */
const pretendedStep: Activation = customGradient(
  (x) => ops.binaryStep(x),
  ({ inputs: [x], g }) => [ops.multiply(g, ops.multiply(ops.sigmoid(x), ops.subtract(1, ops.sigmoid(x))))],
);

export async function run(options: Options = {}): Promise<Record<string, number>> {
  const { epochs = 3000, seed = 0, lang = "en", print = console.log } = options;
  const say = speaker(lang);

  print(
    say(
      "1. The functions (f) and their slopes (f′), from −4 to 4\n",
      "1. 函数 f 与它的斜率 f′，从 −4 到 4\n",
    ),
  );
  const grid = Array.from({ length: 65 }, (_, i) => -4 + i / 8);
  for (const [name, activation] of Object.entries(activations)) {
    const { y, slope } = await curve(activation, grid);
    const series = [
      { name: "f", values: y },
      { name: "f′", values: slope },
    ];
    print(lineChart(series, { title: name, height: 9, width: 48, range: shown[name], ends: ["-4", "4"] }));
  }

  print(
    say(
      "\n2. Saturation: far from 0 the sigmoid is flat, so the gradient that passes it is nearly 0.\n",
      "\n2. 饱和：离 0 远了，sigmoid 是平的，梯度穿过它就近于 0。\n",
    ),
  );
  const points = [0, 2, 5, 10];
  for (const name of ["sigmoid", "tanh", "relu"]) {
    const { slope } = await curve(activations[name], points);
    const cells = points.map((x, i) => `f′(${x}) = ${slope[i].toPrecision(2)}`);
    print(`   ${name.padEnd(8)} ${cells.join("   ")}`);
  }
  print(
    say(
      "\n   The same function many times in a row, as in a deep network: the slope at 1 of f(f(…f(x)))\n",
      "\n   同一函数连用多次，如同很深的网络：f(f(…f(x))) 在 1 处的斜率\n",
    ),
  );
  const depths = [1, 2, 4, 8, 16];
  const chained: Record<string, number> = {};
  for (const name of ["sigmoid", "tanh", "relu"]) {
    const cells: string[] = [];
    for (const depth of depths) {
      const repeated: Activation = (x) => Array.from({ length: depth }).reduce<Value>(activations[name], x);
      const slope = (await curve(repeated, [1])).slope[0];
      chained[name] = slope;
      cells.push(`${depth}: ${slope.toPrecision(2)}`);
    }
    print(`   ${name.padEnd(8)} ${cells.join("   ")}`);
  }

  print(
    say(
      "\n3. Dead ReLU: a 2-3-1 network learns OR. Its hidden biases begin at −3, so every hidden unit gives 0.\n",
      "\n3. 死亡的 ReLU：2-3-1 网络学“或”，隐藏层偏置从 −3 开始，每个隐藏单元都输出 0。\n",
    ),
  );
  const dead = await learn(or, activations.relu, { epochs, seed, hiddenBias: -3 });
  const leaky = await learn(or, activations.leakyRelu, { epochs, seed, hiddenBias: -3 });
  const report = (name: string, { moved, loss }: Learned): void =>
    print(
      say(
        `   ${padColumns(name, 22)} hidden weights moved by ${moved.toFixed(4)}   loss ${loss.toFixed(4)}`,
        `   ${padColumns(name, 22)} 隐藏层权重移动了 ${moved.toFixed(4)}   损失 ${loss.toFixed(4)}`,
      ),
    );
  report("relu", dead);
  report("leakyRelu", leaky);
  print(
    say(
      [
        "   Where ReLU gives 0 its slope is 0 as well: no gradient, no step, and so for ever. The network can only answer the",
        "   mean, 0.75 (loss 0.1875). A leak lets some gradient through: it reaches what a straight line can do (0.0625).",
      ].join("\n"),
      [
        "   ReLU 输出 0 处斜率也是 0：没有梯度就不动，永远如此。网络只能回答平均值 0.75（损失 0.1875）。",
        "   留一条缝，就有梯度漏过来：它达到了一条直线所能做到的（0.0625）。",
      ].join("\n"),
    ),
  );

  print(
    say(
      "\n4. The step function, the neuron of 1943, learns XOR. Its slope is 0, so nothing before it ever moves.\n",
      "\n4. 阶跃函数，即 1943 年的神经元，学异或。它的斜率为 0，所以它之前的权重一动不动。\n",
    ),
  );
  const step = await learn(xor, activations.step, { epochs, seed });
  const pretended = await learn(xor, pretendedStep, { epochs, seed });
  const sigmoid = await learn(xor, activations.sigmoid, { epochs, seed });
  report(say("step", "阶跃"), step);
  report(say("step, sigmoid's slope", "阶跃，借 sigmoid 斜率"), pretended);
  report("sigmoid", sigmoid);
  print(
    say(
      "   The second line cheats: forward a step, backward as if it were a sigmoid. Spiking networks are trained so.",
      "   第二行作了弊：前向是阶跃，反向当作 sigmoid。脉冲网络就是这样训练的。",
    ),
  );
  const curves = [
    { name: say("step", "阶跃"), values: step.losses },
    { name: say("step, sigmoid's slope", "阶跃，借 sigmoid 斜率"), values: pretended.losses },
    { name: "sigmoid", values: sigmoid.losses },
  ];
  print(
    lineChart(curves, {
      title: say("\nloss on XOR", "\n异或的损失"),
      range: [0, 0.5],
      ends: ["0", `${epochs}`],
    }),
  );

  return {
    sigmoidSlopeThrough16: chained.sigmoid,
    reluSlopeThrough16: chained.relu,
    deadMoved: dead.moved,
    deadLoss: dead.loss,
    leakyLoss: leaky.loss,
    stepMoved: step.moved,
    stepLoss: step.loss,
    pretendedLoss: pretended.loss,
    sigmoidLoss: sigmoid.loss,
  };
}

/** f and f′ at each point: the derivative of Σ f(xᵢ) by xᵢ is f′(xᵢ). */
async function curve(
  activation: Activation,
  points: readonly number[],
): Promise<{ y: number[]; slope: number[] }> {
  const compiled = await program({ x: tensorType([points.length]) }, ({ x }) => {
    const y = activation(x);
    const [slope] = grad(ops.sum(y), [x]);
    return { y, slope };
  });
  const { y, slope } = await compiled.run({ x: tensor(points) });
  return { y: [...y.toFloat64()], slope: [...slope.toFloat64()] };
}

interface Learned {
  readonly losses: readonly number[];
  readonly loss: number;
  /** Length of the way that the hidden layer's weights and biases went, start to end. */
  readonly moved: number;
}

/** A 2-3-1 network with this activation in the hidden layer and a straight output, by gradient descent at rate 0.1. */
async function learn(
  targets: readonly number[],
  activation: Activation,
  { epochs, seed, hiddenBias = 0 }: { epochs: number; seed: number; hiddenBias?: number },
): Promise<Learned> {
  const { w1, b1, w2, b2 } = initialWeights(3, seed, "normal");
  const start = { w1, b1: b1.map((b) => (hiddenBias === 0 ? b : hiddenBias)), w2, b2 };
  const types = {
    x: tensorType([4, 2]),
    y: tensorType([4, 1]),
    w1: tensorType([2, 3]),
    b1: tensorType([3]),
    w2: tensorType([3, 1]),
    b2: tensorType([1]),
  };
  const step = await program(
    types,
    ({ x, y, ...w }) => {
      const hidden = activation(ops.add(ops.matmul(x, w.w1), w.b1)); // [4, 3]
      const error = ops.subtract(ops.add(ops.matmul(hidden, w.w2), w.b2), y); // [4, 1]
      const loss = ops.mean(ops.square(error));
      const [g1, gb1, g2, gb2] = grad(loss, [w.w1, w.b1, w.w2, w.b2]).map((g) => ops.multiply(g, 0.1));
      return {
        loss,
        w1: ops.subtract(w.w1, g1),
        b1: ops.subtract(w.b1, gb1),
        w2: ops.subtract(w.w2, g2),
        b2: ops.subtract(w.b2, gb2),
      };
    },
    { state: start },
  );
  const x = tensor(inputs);
  const y = tensor(targets.map((t) => [t]));
  const losses: number[] = [];
  const before = [...step.read("w1").toFloat64(), ...step.read("b1").toFloat64()];
  for (let epoch = 0; epoch < epochs; epoch++) losses.push((await step.run({ x, y })).loss.item());
  const after = [...step.read("w1").toFloat64(), ...step.read("b1").toFloat64()];
  return { losses, loss: losses[epochs - 1], moved: Math.hypot(...after.map((v, i) => v - before[i])) };
}

if (isMain(import.meta.url)) await runAsProgram(run, { epochs: 3000, seed: 0 });
