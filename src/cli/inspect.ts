import { cut, displayWidth, padEnd } from "../core/display-width.js";
import { NeurogradError } from "../core/errors.js";
import { formatShape } from "../core/size.js";
import { sizeOf } from "../core/tensor.js";
import { loadModel } from "../index.js";
import { metadataKeys } from "../storage/model-bytes.js";
import { exitCodes, ofFile, usageError } from "./command-error.js";
import { type InspectedValue, type Inspection, inspectModel } from "./inspect-model.js";
import { inspectOptions } from "./inspect-options.js";
import type { Io } from "./io.js";
import type { Messages } from "./messages.js";
import { type Paint, paintFor } from "./paint.js";
import { parseOptions } from "./parse-options.js";
import { readNamedFile } from "./read-file.js";

interface InspectedLayer {
  readonly name: string;
  readonly kind: string;
  readonly shape: string;
  readonly parameters: number;
}

/** `neurograd inspect`. */
export async function inspect(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, inspectOptions, say);
  const [path, ...extra] = positionals;
  if (path === undefined)
    throw usageError(say.missingArgument(say.whatToInspect, "neurograd inspect runs/mnist/model.onnx"));
  if (extra.length > 0) throw usageError(say.tooManyArguments(extra));
  const bytes = await readNamedFile(path, say);
  const found = await ofFile(path, () => inspectModel(bytes));
  const layers = metadataKeys.format in found.metadata ? await layersOf(bytes) : undefined;
  if (values.json) {
    io.stdout.write(`${JSON.stringify({ file: path, ...found, ...(layers && { layers }) })}\n`);
    return exitCodes.done;
  }
  const lines = describe(path, found, layers, paintFor(io.stdout, io.env), say);
  for (const line of lines) io.stdout.write(`${line}\n`);
  return exitCodes.done;
}

/** The layers of a model that we saved, or why they cannot be told. */
async function layersOf(bytes: Uint8Array): Promise<readonly InspectedLayer[] | string> {
  try {
    const { graph } = await loadModel(bytes, { compile: false });
    return graph.layers.map(({ name, layer, weights }) => ({
      name,
      kind: layer.kind,
      shape: formatShape(graph.calls.find(({ target }) => target === layer)?.outputs[0].shape ?? []),
      parameters: Object.values(weights).reduce((n, { shape }) => n + sizeOf(shape), 0),
    }));
  } catch (error) {
    if (error instanceof NeurogradError) return error.message; // a layer of the user's own, or a newer format
    throw error;
  }
}

/** Weights that are listed; the rest is counted. */
const longest = 24;

function describe(
  path: string,
  found: Inspection,
  layers: readonly InspectedLayer[] | string | undefined,
  paint: Paint,
  say: Messages,
): string[] {
  const { producer, opsets, irVersion, inputs, outputs, operators, weights, parameters, metadata } = found;
  const kind = layers === undefined ? say.foreign : say.ours;
  const count = Object.values(operators).reduce((a, b) => a + b, 0);
  const sets = Object.entries(opsets).map(([domain, version]) => `${domain} ${version}`);
  const head = (title: string, text: string): string =>
    `${paint.bold(title)}${text === "" ? "" : `  ${text}`}`;
  const indent = (rows: readonly (readonly string[])[]): string[] => table(rows).map((line) => `  ${line}`);
  const rest = weights.length > longest ? [`  ${paint.faint(say.andMore(weights.length - longest))}`] : [];
  return [
    say.fileTitle(path, formatBytes(found.bytes), kind),
    head(say.producer, producer || "–"),
    head(say.opset, say.opsetLine(sets.join(", "), irVersion)),
    head(say.inputs, ""),
    ...indent(inputs.map(valueRow)),
    head(say.outputs, ""),
    ...indent(outputs.map(valueRow)),
    ...(layers === undefined ? [] : [head(say.layers, typeof layers === "string" ? layers : "")]),
    ...(Array.isArray(layers) ? indent(layers.map(layerRow)) : []),
    head(say.operators, `${count}`),
    ...indent(Object.entries(operators).map(([name, n]) => [name, String(n)])),
    head(say.weights, say.parameters(parameters)),
    ...indent(weights.slice(0, longest).map(valueRow)),
    ...rest,
    ...(Object.keys(metadata).length > 0 ? [head(say.metadata, "")] : []),
    ...indent(Object.entries(metadata).map(([key, value]) => [key, shortText(value, say)])),
  ];
}

/** A text of the metadata, or its length where it is long or of several lines. */
const shortText = (text: string, say: Messages): string =>
  displayWidth(text) <= 48 && !/\p{Cc}/u.test(text) ? text : say.characters(text.length);

const valueRow = ({ name, dtype, shape }: InspectedValue): string[] => [
  cut(name, 48),
  dtype,
  shape === null ? "?" : `[${shape.map((size) => size ?? "?").join(", ")}]`,
];

const layerRow = ({ name, kind, shape, parameters }: InspectedLayer): string[] => [
  name,
  kind,
  shape,
  parameters.toLocaleString("en"),
];

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => displayWidth(row[k]))));
  return rows.map((row) =>
    row
      .map((cell, k) => padEnd(cell, widths[k]))
      .join("  ")
      .trimEnd(),
  );
}

function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
