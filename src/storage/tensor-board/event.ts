import { ProtoWriter } from "../../onnx/proto-writer.js";
import { encode } from "../files.js";
import { maskedCrc32c } from "./masked-crc32c.js";

/** One record of an event file. */
export interface Event {
  /** [s] since 1970 */
  readonly wallTime: number;
  readonly step?: number;
  readonly content: { readonly fileVersion: string } | Summary;
}
/** A value to be shown, and by which part of TensorBoard. */
export interface Summary {
  readonly tag: string;
  readonly plugin: "scalars" | "histograms" | "images" | "graph_keras_model";
  /** What the plugin wants to know, beside the tensor. */
  readonly about?: string;
  readonly tensor: EventTensor;
}
export type EventTensor =
  | {
      readonly dtype: "float32" | "float64";
      readonly shape: readonly number[];
      readonly data: readonly number[];
    }
  | { readonly dtype: "string"; readonly shape: readonly number[]; readonly data: readonly Uint8Array[] };

const dataTypes = { float32: 1, float64: 2, string: 7 };

/**
 * A record as it stands in the file: length, its checksum, the event, its checksum.
 *
 * Source  TensorFlow's `record_writer.h`, `event.proto`, `summary.proto`, `tensor.proto`.
 */
export function eventRecord(event: Event): Uint8Array {
  const data = encodeEvent(event);
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}

const wire = { varint: 0, bit64: 1, delimited: 2 };

function encodeEvent({ wallTime, step = 0, content }: Event): Uint8Array {
  const writer = new ProtoWriter();
  writer.tag(1, wire.bit64);
  writer.float64(wallTime);
  number(writer, 2, step);
  if ("fileVersion" in content) bytes(writer, 3, encode(content.fileVersion));
  else message(writer, 5, () => message(writer, 1, () => writeSummary(writer, content)));
  return writer.finish();
}

function writeSummary(writer: ProtoWriter, { tag, tensor, plugin, about }: Summary): void {
  bytes(writer, 1, encode(tag));
  message(writer, 8, () => writeTensor(writer, tensor));
  message(writer, 9, () =>
    message(writer, 1, () => {
      bytes(writer, 1, encode(plugin));
      if (about !== undefined) bytes(writer, 2, encode(about));
    }),
  );
}

function writeTensor(writer: ProtoWriter, tensor: EventTensor): void {
  number(writer, 1, dataTypes[tensor.dtype]);
  message(writer, 2, () => {
    for (const size of tensor.shape) message(writer, 2, () => number(writer, 1, size));
  });
  if (tensor.dtype === "string") for (const text of tensor.data) bytes(writer, 8, text);
  else {
    const Numbers = tensor.dtype === "float32" ? Float32Array : Float64Array;
    bytes(writer, 4, new Uint8Array(Numbers.from(tensor.data).buffer));
  }
}

/** As protobuf's third version has it, a zero is left out. */
function number(writer: ProtoWriter, field: number, value: number): void {
  if (value === 0) return;
  writer.tag(field, wire.varint);
  writer.int64(value);
}

function bytes(writer: ProtoWriter, field: number, value: Uint8Array): void {
  writer.tag(field, wire.delimited);
  writer.bytes(value);
}

function message(writer: ProtoWriter, field: number, write: () => void): void {
  writer.tag(field, wire.delimited);
  writer.block(write);
}
