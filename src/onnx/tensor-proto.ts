import { onnxDType } from "../core/onnx-dtype.js";
import type { Tensor } from "../core/tensor.js";
import type { TensorProto } from "./messages.js";

/**
 * A tensor as ONNX stores it: `rawData`, little endian, shares memory with the tensor; strings are UTF-8.
 *
 * Dtype   every one; `bool` is one byte 0 or 1.
 */
export function tensorToProto(t: Tensor, name: string): TensorProto {
  const { data, dtype, shape } = t;
  const head = { dims: shape, dataType: onnxDType[dtype], name };
  if ("buffer" in data) {
    return { ...head, rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  }
  const encoder = new TextEncoder();
  return { ...head, stringData: data.map((s) => encoder.encode(s)) };
}
