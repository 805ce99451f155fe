// table: what the command says, in each language.
import type { Language } from "./language.js";

/** 1234567 → 1,234,567 */
const count = (n: number): string => n.toLocaleString("en");
const list = (items: readonly string[]): string => items.join(", ");

const en = {
  // Wrong use.
  unknownCommand: (name: string, near: string | undefined, commands: readonly string[]): string =>
    `unknown command "${name}"; ${near === undefined ? "" : `did you mean "${near}"? `}the commands are ${list(commands)}.`,
  whichCommand: (group: string, commands: readonly string[]): string =>
    `say what to do with "${group}": ${list(commands)}.`,
  unknownOption: (name: string, near: string | undefined): string =>
    `unknown option ${name}${near === undefined ? "." : `; did you mean ${near}?`}`,
  needsValue: (name: string, value: string): string => `${name} needs a value: ${name} ${value}.`,
  takesNoValue: (name: string, value: string): string => `${name} takes no value; leave out "${value}".`,
  notInteger: (name: string, given: string, low: number, high: number | undefined): string =>
    `${name} ${given}: use a whole number ${high === undefined ? `from ${low}` : `from ${low} to ${high}`}.`,
  notReal: (name: string, given: string, low: number, high: number | undefined, isClosed: boolean): string =>
    `${name} ${given}: use a number ${isClosed ? `from ${low}` : `above ${low}`}${high === undefined ? "" : `${isClosed ? " to" : " and"} below ${high}`}.`,
  notAmong: (name: string, given: string, near: string | undefined, words: readonly string[]): string =>
    `${name} ${given}: unknown; ${near === undefined ? "" : `did you mean "${near}"? `}use one of ${list(words)}.`,
  emptyItem: (name: string, given: string): string =>
    `${name} ${given}: an item is empty; write names with commas between them, such as a,b.`,
  notWidths: (name: string, given: string): string =>
    `${name} ${given}: write the units of each hidden layer, whole numbers from 1 to 65536 with commas between them, such as 128,64; or none.`,
  missingArgument: (what: string, example: string): string => `say ${what}, for example: ${example}`,
  whatToTrainOn: "what to train on: mnist, or a CSV file",
  whatToPredict: "which model, and for what",
  whatToInspect: "which ONNX file to look at",
  tooManyArguments: (extra: readonly string[]): string =>
    `${extra.map((item) => `"${item}"`).join(" ")}: one thing too many; put quotes around names with spaces.`,
  noLab: "the lab is not built; run npm run build:lab in the repository.",
  labServed: (url: string): string => `The lab: ${url} (this machine only; Ctrl-C ends it)`,
  runsServed: (path: string): string =>
    `Runs of ${path}: new lines appear by themselves; nothing is written there.`,
  noRunsFolder: (path: string): string =>
    `${path}: there is no such folder; give one that holds runs, such as runs.`,
  portTaken: (port: number): string => `--port ${port}: taken or not allowed; give another, or leave it out.`,
  notForMnist: (option: string): string => `${option} is for CSV files; MNIST has no columns.`,
  notForCsv: (option: string): string => `${option} is for mnist; a CSV file is used whole.`,
  tryHelp: (command: string): string => `neurograd ${command}${command === "" ? "" : " "}--help says more.`,

  // Files.
  noSuchFile: (path: string, near: string | undefined): string =>
    `${path}: there is no such file${near === undefined ? "; check the name and the folder." : `; did you mean ${near}?`}`,
  isFolder: (path: string): string => `${path} is a folder; give a file in it.`,
  noAccess: (path: string): string => `${path}: no permission to read it.`,
  cannotRead: (path: string, why: string): string => `${path}: cannot be read (${why}).`,
  cannotWrite: (path: string, why: string): string => `${path}: cannot be written (${why}).`,
  spreadsheet: (path: string): string =>
    `${path} is a spreadsheet or a ZIP archive; save the table as CSV and give that.`,

  // Failures.
  error: (text: string): string => `Error: ${text}`,
  bug: (text: string): string =>
    `Error: ${text} (this is a fault in neurograd; NEUROGRAD_DEBUG=1 shows where.)`,

  // Training.
  mnistData: (train: number, test: number): string =>
    `MNIST: ${count(train)} images to train with, ${count(test)} to test with`,
  csvData: (file: string, rows: number, columns: number): string =>
    `${file}: ${count(rows)} rows, ${columns} columns`,
  target: (name: string, isGiven: boolean): string =>
    isGiven ? `target: ${name}` : `target: ${name}, the last column (another: --target NAME)`,
  classification: (classes: number, why: "strings" | "integers" | "asked"): string =>
    `classification into ${classes} classes${why === "integers" ? ": the target has few whole numbers (else: --task regression)" : ""}`,
  regression: (why: "numbers" | "asked"): string =>
    `regression${why === "numbers" ? ": the target is a quantity (else: --task classification)" : ""}`,
  leftOut: (
    columns: readonly {
      readonly name: string;
      readonly why: "texts" | "empty" | "rows";
      readonly count: number;
    }[],
  ): string =>
    `left out: ${columns
      .map(({ name, why, count: n }) =>
        why === "texts"
          ? `${name} (${n} different texts)`
          : why === "empty"
            ? `${name} (empty)`
            : `${name} (counts the rows)`,
      )
      .join(", ")}`,
  missingFilled: (cells: number): string =>
    cells === 1
      ? "1 missing value: replaced by its column's mean or most frequent value"
      : `${count(cells)} missing values: replaced by their columns' means or most frequent values`,
  missingTargets: (rows: number): string =>
    rows === 1 ? "1 row without a target: left out" : `${count(rows)} rows without a target: left out`,
  split: (train: number, validation: number): string =>
    validation === 0
      ? `${count(train)} rows to train with, none held out`
      : `${count(train)} rows to train with, ${count(validation)} held out for validation`,
  tooFewRows: (file: string, rows: number): string =>
    `${file}: ${rows === 1 ? "1 row is" : `${rows} rows are`} too few to train with and to hold some out; give at least 2, or --validation-split 0.`,
  oneClass: (file: string, column: string, value: string): string =>
    `${file}: every row has "${value}" in the target "${column}"; there is nothing to tell apart. Choose another with --target.`,
  textTarget: (file: string, column: string): string =>
    `${file}: the target "${column}" holds texts, which no regression predicts; use --task classification.`,
  lossNeedsClasses: (loss: string): string =>
    `--loss ${loss}: is for classes, and the target is a quantity; use meanSquaredError, or --task classification.`,
  tooManyClasses: (column: string, classes: number, rows: number): string =>
    `the target "${column}" has ${count(classes)} different values in ${count(rows)} rows; choose another with --target, or --task regression.`,
  network: (shape: string, activation: string, parameters: number): string =>
    `${shape}, ${activation}: ${count(parameters)} parameters`,
  settings: (optimizer: string, batchSize: number, epochs: number, runtime: string, seed: number): string =>
    `${optimizer}, batches of ${batchSize}, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}, runtime ${runtime}, seed ${seed}`,
  wasmNotice:
    'Running on WebAssembly; "npm install onnxruntime-node" makes training about four times as fast.',
  resumed: (folder: string, epoch: number, epochs: number): string =>
    epoch < epochs
      ? `goes on from ${folder}, after epoch ${epoch}`
      : `${folder} has its ${epoch} epochs already; for more, give a larger --epochs`,
  trained: (seconds: string, steps: number): string => `Trained for ${seconds} s: ${count(steps)} steps`,
  stopping: "Stopping after this step; Ctrl-C again ends at once.",
  stopped: (epoch: number, epochs: number): string => `Stopped in epoch ${epoch} of ${epochs}.`,
  goOn: (command: string): string => `Go on: ${command}`,
  saved: (folder: string, files: readonly string[]): string => `Saved in ${folder}: ${list(files)}`,
  useIt: (command: string): string => `Use it: ${command}`,

  // Progress.
  epoch: (n: string, of: string): string => `Epoch ${n}/${of}`,
  seconds: (s: string): string => `${s} s`,
  stepsPerSecond: (n: string): string => `${n} steps/s`,
  timeLeft: (s: string): string => `${s} s left`,
  steps: (n: number): string => `${count(n)} steps`,
  metricNames: {} as Readonly<Record<string, string | undefined>>,

  // Results.
  confusion: (examples: number): string =>
    `Confusion matrix of ${count(examples)} examples (rows: truth, columns: prediction)`,
  says: (name: string, probability: string): string => `says ${name}, ${probability}`,
  isRight: (name: string): string => `is ${name}`,
  isWrong: (name: string): string => `is ${name}: wrong`,
  baseline: (name: string, accuracy: string): string => `(always saying "${name}" would give ${accuracy})`,
  meanBaseline: (value: string): string => `(always saying the mean would give ${value})`,
  testAccuracy: (value: string): string => `test accuracy ${value}`,
  validationAccuracy: (value: string): string => `validation accuracy ${value}`,
  trainingAccuracy: (value: string): string => `training accuracy ${value}`,
  meanAbsoluteError: (isHeldOut: boolean, value: string, r2: string): string =>
    `${isHeldOut ? "validation" : "training"} mean absolute error ${value}, R² ${r2}`,

  // Predictions.
  row: "row",
  class: "class",
  probability: "probability",
  truth: "truth",
  right: (right: number, of: number): string =>
    `${count(right)} of ${count(of)} right: accuracy ${(right / of).toFixed(4)}`,
  oneClassLine: (name: string, probability: string, truth: string | undefined, isRight: boolean): string =>
    `class ${name}, probability ${probability}${truth === undefined ? "" : isRight ? `; it is ${truth}: right` : `; it is ${truth}: wrong`}`,
  unknownInput: (path: string): string =>
    `${path}: the input must be .json, .csv, .npy or .pgm, or --mnist N for an image of the MNIST test set.`,
  badJson: (path: string, why: string): string => `${path} is not valid JSON: ${why}.`,
  notNumber: (path: string, item: string): string =>
    `${path}: ${item} stands where a number should; give nested arrays of numbers.`,
  raggedJson: (path: string): string =>
    `${path}: the rows have different lengths; give each the same number of items.`,
  textColumn: (path: string, name: string): string =>
    `${path}: the column "${name}" holds texts, and the model does not say how to read them; give numbers only.`,
  badInput: (path: string, got: string, wanted: string): string =>
    `${path}: has the shape ${got}, the model takes ${wanted}; give examples of that shape.`,
  badType: (path: string, dtype: string, wanted: string): string =>
    `${path}: holds ${dtype}, which the model's ${wanted} input cannot take.`,
  severalInputs: (path: string, names: readonly string[]): string =>
    `${path}: the model has ${names.length} inputs; give a .json file with an object of arrays named ${list(names)}.`,
  missingInput: (path: string, name: string): string => `${path}: has no "${name}", an input of the model.`,
  missingColumn: (path: string, name: string): string =>
    `${path}: has no column "${name}", which the model was trained with.`,
  emptyInput: (path: string): string => `${path}: there is no example in it.`,
  badPgm: (path: string, why: string): string => `${path} is not a PGM image that can be read: ${why}.`,
  badMetadata: (path: string, key: string): string =>
    `${path}: its metadata "${key}" are damaged; train and save the model again.`,
  notBoth: (option: string, path: string): string =>
    `give either ${option} or an input file, not both ("${path}").`,

  // Comparison with the brain.
  comparing: (title: string, number: number, of: number): string => `${number}/${of} ${title} …`,
  comparedWrote: (files: readonly string[]): string => `Written: ${list(files)}`,

  // Conversion to spikes.
  whatToConvert: "what to convert, and where to write",
  samplesNeeded: (path: string): string =>
    `${path}: needs examples from which the thresholds are found; give --samples FILE.`,
  converted: (model: string, file: string, bytes: number): string =>
    `${model} to spikes to ${file}, ${(bytes / 1000).toFixed(1)} KB`,
  convertedHolds: (kinds: string, neurons: number, weights: number): string =>
    `  ${kinds}: ${neurons.toLocaleString("en")} neurons, ${weights.toLocaleString("en")} weights`,
  convertedAccuracy: (images: number, analog: string, steps: number, spiking: string): string =>
    `  accuracy on ${images} test digits: network ${analog}, spikes in ${steps} steps ${spiking}`,
  convertedRun:
    "  To be run with a reset that takes the threshold away; the answer is the mean of what arrives at the Output.",

  // Inspection.
  fileTitle: (path: string, size: string, kind: string): string => `${path}: ${size}, ${kind}`,
  ours: "a model of neurograd",
  foreign: "an ONNX model",
  producer: "producer",
  opset: "operator set",
  opsetLine: (sets: string, irVersion: number): string => `${sets} (format version ${irVersion})`,
  inputs: "inputs",
  outputs: "outputs",
  layers: "layers",
  operators: "operators",
  weights: "weights",
  metadata: "metadata",
  parameters: (n: number): string => `${count(n)} parameters`,
  characters: (n: number): string => `${count(n)} characters`,
  andMore: (n: number): string => `… ${count(n)} more (--json lists all)`,
};

export type Messages = typeof en;

const zhList = (items: readonly string[]): string => items.join("、");

const zh: Messages = {
  unknownCommand: (name, near, commands) =>
    `没有“${name}”这个命令；${near === undefined ? "" : `是不是想用“${near}”？`}可用的命令有 ${commands.join("、")}。`,
  whichCommand: (group, commands) => `请指明用 ${group} 做什么：${zhList(commands)}。`,
  unknownOption: (name, near) =>
    `没有 ${name} 这个选项${near === undefined ? "。" : `；是不是想用 ${near}？`}`,
  needsValue: (name, value) => `${name} 后面要有值：${name} ${value}。`,
  takesNoValue: (name, value) => `${name} 不带值；请去掉“${value}”。`,
  notInteger: (name, given, low, high) =>
    `${name} ${given}：请用${high === undefined ? `不小于 ${low} 的整数` : ` ${low} 到 ${high} 的整数`}。`,
  notReal: (name, given, low, high, isClosed) =>
    `${name} ${given}：请用${isClosed ? "不小于" : "大于"} ${low}${high === undefined ? "" : `、小于 ${high}`} 的数。`,
  notAmong: (name, given, near, words) =>
    `${name} ${given}：不认识；${near === undefined ? "" : `是不是想用“${near}”？`}可用的有 ${zhList(words)}。`,
  emptyItem: (name, given) => `${name} ${given}：有一项是空的；请用逗号隔开各个名字，例如 a,b。`,
  notWidths: (name, given) =>
    `${name} ${given}：请写出每个隐藏层的单元数，即 1 到 65536 的整数，用逗号隔开，例如 128,64；没有隐藏层就写 none。`,
  missingArgument: (what, example) => `请指明${what}，例如：${example}`,
  whatToTrainOn: "用什么训练：mnist，或一个 CSV 文件",
  whatToPredict: "用哪个模型、预测什么",
  whatToInspect: "要查看哪个 ONNX 文件",
  tooManyArguments: (extra) => `多出了 ${extra.map((item) => `“${item}”`).join("")}；带空格的名字要加引号。`,
  noLab: "实验室尚未构建；请在仓库中运行 npm run build:lab。",
  labServed: (url) => `实验室：${url}（仅限本机；按 Ctrl-C 结束）`,
  runsServed: (path) => `${path} 中的训练记录：新的行会自动出现；不往那里写任何东西。`,
  noRunsFolder: (path) => `${path}：没有这个文件夹；请给出存放训练记录的文件夹，例如 runs。`,
  portTaken: (port) => `--port ${port}：已被占用或不允许；请换一个，或不指定。`,
  notForMnist: (option) => `${option} 用于 CSV 文件；MNIST 没有列。`,
  notForCsv: (option) => `${option} 用于 mnist；CSV 文件会整个使用。`,
  tryHelp: (command) => `详见 neurograd ${command}${command === "" ? "" : " "}--help。`,

  noSuchFile: (path, near) =>
    `${path}：没有这个文件${near === undefined ? "；请检查文件名和所在的文件夹。" : `；是不是想用 ${near}？`}`,
  isFolder: (path) => `${path} 是文件夹；请给出其中的一个文件。`,
  noAccess: (path) => `${path}：没有读取的权限。`,
  cannotRead: (path, why) => `${path}：无法读取（${why}）。`,
  cannotWrite: (path, why) => `${path}：无法写入（${why}）。`,
  spreadsheet: (path) => `${path} 是电子表格或 ZIP 压缩包；请把表格另存为 CSV 再用。`,

  error: (text) => `错误：${text}`,
  bug: (text) => `错误：${text}（这是 neurograd 的缺陷；设 NEUROGRAD_DEBUG=1 可看到出处。）`,

  mnistData: (train, test) => `MNIST：训练图像 ${count(train)} 张，测试图像 ${count(test)} 张`,
  csvData: (file, rows, columns) => `${file}：${count(rows)} 行，${columns} 列`,
  target: (name, isGiven) =>
    isGiven ? `目标列：${name}` : `目标列：${name}，即最后一列（换一列：--target 列名）`,
  classification: (classes, why) =>
    `分成 ${classes} 类${why === "integers" ? "：目标列只有少数几个整数（若要回归：--task regression）" : ""}`,
  regression: (why) => `回归${why === "numbers" ? "：目标列是数量（若要分类：--task classification）" : ""}`,
  leftOut: (columns) =>
    `不使用的列：${columns
      .map(({ name, why, count: n }) =>
        why === "texts"
          ? `${name}（${n} 种不同的文字）`
          : why === "empty"
            ? `${name}（空列）`
            : `${name}（行号）`,
      )
      .join("、")}`,
  missingFilled: (cells) => `${count(cells)} 个缺失值：用该列的平均值或最常见的值代替`,
  missingTargets: (rows) => `${count(rows)} 行没有目标值：不使用`,
  split: (train, validation) =>
    validation === 0
      ? `${count(train)} 行用于训练，没有留出`
      : `${count(train)} 行用于训练，${count(validation)} 行留作验证`,
  tooFewRows: (file, rows) =>
    `${file}：只有 ${rows} 行，不够既训练又留出验证；至少要 2 行，或用 --validation-split 0。`,
  oneClass: (file, column, value) =>
    `${file}：目标列“${column}”的每一行都是“${value}”，没有什么可区分的。请用 --target 换一列。`,
  textTarget: (file, column) =>
    `${file}：目标列“${column}”是文字，回归无法预测；请用 --task classification。`,
  lossNeedsClasses: (loss) =>
    `--loss ${loss}：用于分类，而目标列是数量；请用 meanSquaredError，或 --task classification。`,
  tooManyClasses: (column, classes, rows) =>
    `目标列“${column}”在 ${count(rows)} 行里有 ${count(classes)} 个不同的值；请用 --target 换一列，或用 --task regression。`,
  network: (shape, activation, parameters) => `${shape}，${activation}：${count(parameters)} 个参数`,
  settings: (optimizer, batchSize, epochs, runtime, seed) =>
    `${optimizer}，每批 ${batchSize} 个，${epochs} 轮，运行时 ${runtime}，种子 ${seed}`,
  wasmNotice: "正在用 WebAssembly 运行；npm install onnxruntime-node 可使训练快约四倍。",
  resumed: (folder, epoch, epochs) =>
    epoch < epochs
      ? `从 ${folder} 的第 ${epoch} 轮之后继续`
      : `${folder} 的 ${epoch} 轮已经做完；要继续训练，请用更大的 --epochs`,
  trained: (seconds, steps) => `训练用时 ${seconds} 秒，共 ${count(steps)} 步`,
  stopping: "做完这一步就停；再按一次 Ctrl-C 立即结束。",
  stopped: (epoch, epochs) => `停在第 ${epoch} 轮（共 ${epochs} 轮）。`,
  goOn: (command) => `继续训练：${command}`,
  saved: (folder, files) => `已保存到 ${folder}：${zhList(files)}`,
  useIt: (command) => `使用方法：${command}`,

  epoch: (n, of) => `第 ${n}/${of} 轮`,
  seconds: (s) => `${s} 秒`,
  stepsPerSecond: (n) => `${n} 步/秒`,
  timeLeft: (s) => `还剩 ${s} 秒`,
  steps: (n) => `${count(n)} 步`,
  metricNames: {
    loss: "损失",
    accuracy: "准确率",
    valLoss: "验证损失",
    valAccuracy: "验证准确率",
    mae: "平均绝对误差",
    valMae: "验证平均绝对误差",
  },

  confusion: (examples) => `${count(examples)} 个样本的混淆矩阵（行：实际，列：预测）`,
  says: (name, probability) => `答 ${name}，${probability}`,
  isRight: (name) => `是 ${name}`,
  isWrong: (name) => `是 ${name}：答错`,
  baseline: (name, accuracy) => `（若总是答“${name}”，则为 ${accuracy}）`,
  meanBaseline: (value) => `（若总是答平均值，则为 ${value}）`,
  testAccuracy: (value) => `测试准确率 ${value}`,
  validationAccuracy: (value) => `验证准确率 ${value}`,
  trainingAccuracy: (value) => `训练准确率 ${value}`,
  meanAbsoluteError: (isHeldOut, value, r2) =>
    `${isHeldOut ? "验证" : "训练"}平均绝对误差 ${value}，R² ${r2}`,

  row: "行",
  class: "类别",
  probability: "概率",
  truth: "实际",
  right: (right, of) => `${count(of)} 个中对 ${count(right)} 个：准确率 ${(right / of).toFixed(4)}`,
  oneClassLine: (name, probability, truth, isRight) =>
    `类别 ${name}，概率 ${probability}${truth === undefined ? "" : isRight ? `；实际是 ${truth}：答对` : `；实际是 ${truth}：答错`}`,
  unknownInput: (path) =>
    `${path}：输入须是 .json、.csv、.npy 或 .pgm 文件，或用 --mnist N 取 MNIST 测试集的一张图像。`,
  badJson: (path, why) => `${path} 不是有效的 JSON：${why}。`,
  notNumber: (path, item) => `${path}：${item} 处应当是数；请给出由数组成的嵌套数组。`,
  raggedJson: (path) => `${path}：各行长度不同；每行的项数要相同。`,
  textColumn: (path, name) => `${path}：列“${name}”是文字，而模型没有说明如何读取；请只给数。`,
  badInput: (path, got, wanted) => `${path}：形状是 ${got}，模型要的是 ${wanted}；请给出这种形状的样本。`,
  badType: (path, dtype, wanted) => `${path}：内容是 ${dtype}，而模型的 ${wanted} 输入不能接受。`,
  severalInputs: (path, names) =>
    `${path}：模型有 ${names.length} 个输入；请给出 .json 文件，内容是以 ${zhList(names)} 为名的数组。`,
  missingInput: (path, name) => `${path}：缺少模型的输入“${name}”。`,
  missingColumn: (path, name) => `${path}：缺少训练模型时用过的列“${name}”。`,
  emptyInput: (path) => `${path}：里面没有样本。`,
  badPgm: (path, why) => `${path} 不是能读取的 PGM 图像：${why}。`,
  badMetadata: (path, key) => `${path}：元数据“${key}”已损坏；请重新训练并保存模型。`,
  notBoth: (option, path) => `${option} 和输入文件（“${path}”）只能给一个。`,

  comparing: (title, number, of) => `${number}/${of} ${title} …`,
  comparedWrote: (files) => `已写入：${zhList(files)}`,

  whatToConvert: "要转换的模型和要写的文件",
  samplesNeeded: (path) => `${path}：需要用来确定阈值的样本；请给出 --samples 文件。`,
  converted: (model, file, bytes) => `${model} 变成脉冲网络，写入 ${file}，${(bytes / 1000).toFixed(1)} KB`,
  convertedHolds: (kinds, neurons, weights) =>
    `  ${kinds}：${neurons.toLocaleString("en")} 个神经元，${weights.toLocaleString("en")} 个权重`,
  convertedAccuracy: (images, analog, steps, spiking) =>
    `  ${images} 张测试数字的准确率：原网络 ${analog}，${steps} 步脉冲 ${spiking}`,
  convertedRun: "  运行时，复位方式为减去阈值；答案是到达 Output 的数的均值。",

  fileTitle: (path, size, kind) => `${path}：${size}，${kind}`,
  ours: "neurograd 的模型",
  foreign: "ONNX 模型",
  producer: "生成者",
  opset: "算子集",
  opsetLine: (sets, irVersion) => `${sets}（格式版本 ${irVersion}）`,
  inputs: "输入",
  outputs: "输出",
  layers: "层",
  operators: "算子",
  weights: "权重",
  metadata: "元数据",
  parameters: (n) => `${count(n)} 个参数`,
  characters: (n) => `${count(n)} 个字符`,
  andMore: (n) => `… 还有 ${count(n)} 项（--json 列出全部）`,
};

/** What the command says, in that language. */
export const messagesIn = (language: Language): Messages => ({ en, zh })[language];
