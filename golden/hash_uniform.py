"""Numbers that any language can make again, so that large weights need not be shipped."""

import numpy as np

PROSE = (
    "u(seed, i), for i = 0, 1, 2, … in C order, all arithmetic modulo 2^32: h = (i XOR seed) * 0x9E3779B1; "
    "h ^= h >>> 16; h *= 0x85EBCA6B; h ^= h >>> 13; h *= 0xC2B2AE35; h ^= h >>> 16; u = (h >>> 8) / 2^24. "
    "So 0 <= u < 1 is a multiple of 2^-24, and exact in float32. In JavaScript multiply with Math.imul. "
    "A tensor { seed, offset, scale } is (u - offset) * scale, and scale is a power of two: still exact in float32."
)


def bits(seed, count):
    h = np.arange(count, dtype=np.uint32) ^ np.uint32(seed)
    h = h * np.uint32(0x9E3779B1)
    h ^= h >> np.uint32(16)
    h = h * np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h = h * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def uniform(seed, shape, offset=0.0, scale=1.0):
    count = int(np.prod(shape))
    u = (bits(seed, count) >> np.uint32(8)).astype(np.float64) / 2**24
    return ((u - offset) * scale).reshape(shape)


def labels(seed, count, classes):
    return (bits(seed, count) % np.uint32(classes)).astype(np.int32)
