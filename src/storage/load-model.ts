import { NeurogradError } from "../core/errors.js";
import type { CompileOptions } from "../nn/compile.js";
import type { Environment, Model } from "../nn/model.js";
import type { ModelProto } from "../onnx/messages.js";
import { tensorFromProto } from "../onnx/tensor-from-proto.js";
import { decodeModel } from "../onnx/wire.js";
import { buildModel, parseDescription, parseJson } from "./build-model.js";
import { decodeData, invalidFile, isRecord } from "./decode-data.js";
import { type CustomKinds, type Family, familyOf, makeKind } from "./kinds.js";
import { type FoundWeights, setWeights } from "./load-weights.js";
import { formatVersion, metadataKeys } from "./model-bytes.js";
import { type FileSource, readSource } from "./read-source.js";

export interface LoadModelOptions extends CustomKinds {
  /** Compile as the file says. Default true; false leaves the model for predictions, or for another `compile`. */
  readonly compile?: boolean;
  /** Where the model runs, unless a later `compile` says otherwise. */
  readonly runtime?: CompileOptions["runtime"];
  readonly threads?: number;
}

/** `loadModel`, for an environment. */
export async function loadModel(
  source: FileSource,
  options: LoadModelOptions,
  environment: Environment,
): Promise<Model> {
  const bytes = await readSource(source, "loadModel");
  return fromBytes(bytes, options, environment);
}

function fromBytes(bytes: Uint8Array, options: LoadModelOptions, environment: Environment): Model {
  const proto = decodeModel(bytes);
  const metadata = new Map((proto.metadataProps ?? []).map(({ key, value }) => [key ?? "", value ?? ""]));
  checkFormat(metadata.get(metadataKeys.format), proto);
  const { runtime, threads } = options;
  const running: Environment = {
    ...environment,
    createExecutor: (wanted) =>
      environment.createExecutor({ ...(runtime && { runtime }), threads, ...known(wanted) }),
  };
  try {
    const description = parseDescription(metadata.get(metadataKeys.model) ?? "");
    const model = buildModel(description, running, options);
    setWeights(model, initializersOf(proto), "loadModel");
    model.metadata = Object.fromEntries([...metadata].filter(([key]) => !ownKeys.includes(key)));
    const compile = metadata.get(metadataKeys.compile);
    if (compile !== undefined && options.compile !== false) model.compile(compileOptions(compile, options));
    return model;
  } catch (error) {
    if (error instanceof NeurogradError) throw error;
    throw invalidFile(
      `its layers cannot be built (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

const ownKeys: readonly string[] = Object.values(metadataKeys);

const known = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>; // fewer keys

function checkFormat(format: string | undefined, proto: ModelProto): void {
  if (format === undefined) {
    const producer = proto.producerName
      ? ` (made by ${JSON.stringify(proto.producerName.slice(0, 80))})`
      : "";
    throw new NeurogradError(
      "not_a_neurograd_model",
      `loadModel: an ONNX model that net.save did not write${producer}: it has no layers to train; ` +
        "`neurograd inspect` shows what is in it, `neurograd predict` runs it",
    );
  }
  const version = Number(format);
  if (!Number.isInteger(version) || version < 1)
    throw invalidFile(`its format version is ${JSON.stringify(format.slice(0, 80))}`);
  if (version > formatVersion) {
    throw new NeurogradError(
      "newer_format",
      `loadModel: the file has format version ${version}, this Neurograd reads up to ${formatVersion}; update neurograd`,
    );
  }
}

function initializersOf({ graph }: ModelProto): FoundWeights {
  return new Map(
    (graph?.initializer ?? []).map((proto) => {
      const name = proto.name ?? "";
      return [name, { shape: proto.dims ?? [], read: () => tensorFromProto(proto, `weight ${name}`) }];
    }),
  );
}

function compileOptions(text: string, custom: CustomKinds): CompileOptions {
  const json = parseJson(text, metadataKeys.compile);
  if (!isRecord(json)) throw invalidFile(`${metadataKeys.compile} has no options`);
  const familyHere = (option: string, kind: string): Family =>
    option === "metrics" ? "metric" : familyOf(option, kind, custom);
  return decodeData(
    json,
    {
      sizes: new Map(),
      configured: (kind, config, option) =>
        makeKind(familyHere(option, kind), kind, config, `compile: ${option}`, custom),
    },
    metadataKeys.compile,
  ) as CompileOptions; // compile checks it
}
