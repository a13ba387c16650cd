"""Writes the table of relative-position buckets that the tests hold the Swift formula against.

The formula is that of T5 as mesh TensorFlow, t5x (examples/t5/layers.py) and transformers (T5Attention) give it,
written down again with numpy in float32. t5x adds float32's epsilon to the ratio before the logarithm and
transformers does not; the script stops if that ever puts an offset in another bucket. Where transformers and torch
are installed, it also stops if transformers' own function does.

Run: python3 relative_position.py > ../AutogradTests/Fixtures/relative_position.json
"""

import json

import numpy as np


def buckets(offsets, count, maximum_distance, bidirectional, epsilon):
    base = np.zeros_like(offsets)
    if bidirectional:
        count //= 2
        base = np.where(offsets > 0, count, 0)
        distances = np.abs(offsets)
    else:
        distances = np.maximum(-offsets, 0)
    exact = count // 2
    ratio = distances.astype(np.float32) / np.float32(exact) + np.float32(epsilon)
    with np.errstate(divide="ignore"):
        logarithm = np.log(np.maximum(ratio, np.float32(1e-9)))
    share = logarithm / np.float32(np.log(maximum_distance / exact)) * np.float32(count - exact)
    large = np.minimum(exact + share.astype(np.int32), count - 1)
    return base + np.where(distances < exact, distances, large)


def check(table, offsets, count, maximum_distance, bidirectional):
    try:
        import torch
        from transformers.models.t5.modeling_t5 import T5Attention
    except ImportError:
        return
    theirs = T5Attention._relative_position_bucket(torch.tensor(offsets), bidirectional, count, maximum_distance)
    assert theirs.tolist() == table.tolist(), f"{count} {maximum_distance} {bidirectional}"


def main():
    offsets = np.arange(-600, 601)
    tables = []
    for count, maximum_distance in [(32, 128), (8, 20), (12, 20), (20, 300)]:
        for bidirectional in [True, False]:
            plain = buckets(offsets, count, maximum_distance, bidirectional, 0)
            nudged = buckets(offsets, count, maximum_distance, bidirectional, np.finfo(np.float32).eps)
            differ = offsets[plain != nudged]
            assert differ.size == 0, f"{count} {maximum_distance} {bidirectional}: {differ}"
            check(plain, offsets, count, maximum_distance, bidirectional)
            tables.append(
                {
                    "buckets": count,
                    "maximumDistance": maximum_distance,
                    "isBidirectional": bidirectional,
                    "firstOffset": int(offsets[0]),
                    "bucketsByOffset": plain.tolist(),
                }
            )
    print(json.dumps(tables, separators=(",", ":")))


if __name__ == "__main__":
    main()
