import { byteSize, type DType, type TensorData, zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import { Arena } from "../wasm/arena.js";

const page = 65_536;

/** A tensor that remembers where it lies: arrays over a buffer that a memory has left do not. */
class HeapTensor extends Tensor {
  readonly address: number;

  constructor(data: TensorData, shape: readonly number[], dtype: DType, address: number) {
    super(data, shape, dtype);
    this.address = address;
  }
}

/** One WebAssembly memory, in which arrays take places and give them back. It grows as needed. */
export class Heap {
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 });
  private readonly arena = new Arena();

  take(bytes: number): number {
    const offset = this.arena.take(bytes);
    const missing = this.arena.size + page / 2 - this.memory.buffer.byteLength; // kernels read beyond the end of arrays
    if (missing > 0) this.grow(missing);
    return offset;
  }

  private grow(bytes: number): void {
    try {
      this.memory.grow(Math.ceil(bytes / page));
    } catch (cause) {
      const size = ((this.memory.buffer.byteLength + bytes) / 2 ** 30).toFixed(1);
      throw new NeurogradError(
        "runtime_error",
        `WebAssembly: ${size} GB are needed, and it cannot have more than 4, or than this machine gives; use smaller batches, or runtime: "native"`,
        { cause },
      );
    }
  }

  give(offset: number, bytes: number): void {
    this.arena.give(offset, bytes);
  }

  /** A new place for a tensor. */
  reserve(shape: readonly number[], dtype: DType): Tensor {
    return this.at(this.take(sizeOf(shape) * byteSize(dtype)), shape, dtype);
  }

  release(x: Tensor): void {
    this.give(addressOf(x), x.size * byteSize(x.dtype));
  }

  /** A copy that lies here. */
  hold(x: Tensor): Tensor {
    const copy = this.reserve(x.shape, x.dtype);
    fill(copy, x);
    return copy;
  }

  /** The tensor over the memory's present buffer: one that grows gets a new one, and what lay over the old one is empty. */
  again(x: Tensor): Tensor {
    return this.at(addressOf(x), x.shape, x.dtype);
  }

  /** The tensor at an address. */
  at(address: number, shape: readonly number[], dtype: DType): Tensor {
    const make = zerosOf(dtype, 0).constructor as new (
      buffer: ArrayBuffer,
      offset: number,
      length: number,
    ) => TensorData; // what kernels handle lies in typed arrays
    return new HeapTensor(new make(this.memory.buffer, address, sizeOf(shape)), shape, dtype, address);
  }
}

/** Where a tensor lies in its memory. */
export function addressOf(x: Tensor): number {
  if (x instanceof HeapTensor) return x.address;
  throw new TypeError("not in a heap"); // who calls has put it there
}

/** Copies numbers of one dtype. */
export const fill = (to: Tensor, from: Tensor): void =>
  (to.data as Float32Array).set(from.data as Float32Array);
