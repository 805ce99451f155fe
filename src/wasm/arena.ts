/** Kernels handle four elements at a time, of up to eight bytes: an array has room for that behind it. */
const alignment = 32;

/** Bytes that an array takes. */
export const rounded = (bytes: number): number => Math.ceil(Math.max(bytes, 1) / alignment) * alignment;

/** Places for arrays, one behind the other; what is given back is taken again. */
export class Arena {
  /** Bytes from the beginning to the end of the last place. */
  size = 0;
  private free: { readonly offset: number; readonly bytes: number }[] = [];

  /** The smallest free place that is large enough, or a new one at the end. */
  take(wanted: number): number {
    const bytes = rounded(wanted);
    const fitting = this.free.filter((place) => place.bytes >= bytes);
    if (fitting.length === 0) {
      this.size += bytes;
      return this.size - bytes;
    }
    const best = fitting.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    this.free = this.free.filter((place) => place !== best);
    if (best.bytes > bytes) this.free.push({ offset: best.offset + bytes, bytes: best.bytes - bytes });
    return best.offset;
  }

  /** The place may be taken again. Neighbors become one. */
  give(offset: number, bytes: number): void {
    let place = { offset, bytes: rounded(bytes) };
    const apart = this.free.filter((other) => {
      const isBefore = other.offset + other.bytes === place.offset;
      const isBehind = place.offset + place.bytes === other.offset;
      if (isBefore) place = { offset: other.offset, bytes: other.bytes + place.bytes };
      else if (isBehind) place = { offset: place.offset, bytes: place.bytes + other.bytes };
      return !isBefore && !isBehind;
    });
    this.free = [...apart, place];
  }
}
