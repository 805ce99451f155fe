// What the scripts say, in the language of the terminal.

const en = {
  oldNode: (wanted, got) =>
    `Neurograd needs Node.js ${wanted} or newer; this is ${got}. Get it from https://nodejs.org.`,
  install: () => "Installing packages (npm ci)",
  installData: () => "Installing the data of the examples (npm ci --prefix examples)",
  noData: () =>
    "The data of some examples is missing; their tests skip what needs it. npm ci --ignore-scripts --prefix examples installs it.",
  build: (what) => `Building ${what}`,
  digits: () => "Training the reader of digits for the lab",
  chromium: () => "Installing Chromium for the browser tests (apt-get)",
  noChromium: () =>
    "No Chromium or Chrome was found, and the browser tests need one. Install Chromium " +
    "(Debian: sudo apt-get install chromium-headless-shell; Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium; Windows: winget install " +
    "Google.Chrome), or set CHROME_PATH to its program file, then run npm test again.",
  badChromium: (path) =>
    `CHROME_PATH is ${path}, and no such file exists. Set it to Chromium's program file, or unset it.`,
  stopped: (step) => `Stopped: ${step} failed. The output above says why.`,
  seconds: (s) => `${s.toFixed(1)} s`,
  ok: () => "ok",
  failed: () => "failed",
  format: () => "(npm run format mends the format and the order of imports.)",
  tests: () => "Running the tests",
  fullTests: () => "Running all tests, the long ones included",
  noTestRan: () => "No test ran.",
  noExample: (name) =>
    name === undefined ? "Say which example:" : `There is no example "${name}". There are:`,
  noProgram: (path) => `There is no ${path}.`,
  lab: () => "Watch a network learn: npm run lab opens http://127.0.0.1:7700/",
};

const zh = {
  oldNode: (wanted, got) =>
    `Neurograd 需要 Node.js ${wanted} 或更新的版本，当前是 ${got}。请从 https://nodejs.org 获取。`,
  install: () => "正在安装依赖（npm ci）",
  installData: () => "正在安装示例的数据（npm ci --prefix examples）",
  noData: () => "缺少一些示例的数据；需要它们的测试会跳过。安装：npm ci --ignore-scripts --prefix examples。",
  build: (what) => `正在构建 ${what}`,
  digits: () => "正在为实验室训练识别数字的网络",
  chromium: () => "正在为浏览器测试安装 Chromium（apt-get）",
  noChromium: () =>
    "没有找到 Chromium 或 Chrome，而浏览器测试需要它。请安装 Chromium" +
    "（Debian：sudo apt-get install chromium-headless-shell；Ubuntu：sudo apt-get install chromium；macOS：brew install --cask chromium；Windows：winget install " +
    "Google.Chrome），或把 CHROME_PATH 设为它的程序文件，然后重新运行 npm test。",
  badChromium: (path) =>
    `CHROME_PATH 是 ${path}，但没有这个文件。请把它设为 Chromium 的程序文件，或取消设置。`,
  stopped: (step) => `已停止：${step} 失败。原因见上面的输出。`,
  seconds: (s) => `${s.toFixed(1)} 秒`,
  ok: () => "通过",
  failed: () => "失败",
  format: () => "（npm run format 可修复格式和导入顺序。）",
  tests: () => "正在运行测试",
  fullTests: () => "正在运行全部测试，包括耗时的测试",
  noTestRan: () => "没有运行任何测试。",
  noExample: (name) => (name === undefined ? "请指明要运行哪个示例：" : `没有名为 "${name}" 的示例。现有：`),
  noProgram: (path) => `没有 ${path}。`,
  lab: () => "观看网络如何学习：npm run lab 打开 http://127.0.0.1:7700/",
};

const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || "";

export const say = /^zh/i.test(locale) ? zh : en;
