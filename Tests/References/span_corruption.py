"""Writes masked texts and their lengths that the tests hold span corruption against.

The algorithm is that of google-research/text-to-text-transfer-transformer, t5/data/preprocessors.py: `random_spans_helper`,
`random_spans_noise_mask`, `noise_span_to_unique_sentinel` and `nonnoise_span_to_unique_sentinel`, written down again with
numpy; a division is drawn by shuffling the marks where its parts begin. Where t5 and tensorflow are installed, the script
stops if t5's own functions make another text of the same mask, or another number of tokens, spans or lengths.

Run: python3 span_corruption.py > ../InstructionsTests/Fixtures/span_corruption.json
"""

import json

import numpy as np

VOCABULARY = 32_100


def segment_lengths(items, segments, random):
    begins = np.concatenate([[False], random.permutation(np.arange(items - 1) < segments - 1)])
    return np.bincount(np.cumsum(begins), minlength=segments)


def counts(length, density, mean):
    length = max(length, 2)
    noise = int(np.round(np.float32(length) * np.float32(density)))
    noise = min(max(noise, 1), length - 1)
    return noise, max(int(np.round(np.float32(noise) / np.float32(mean))), 1)


def noise_mask(length, density, mean, random):
    noise, spans = counts(length, density, mean)
    taken = segment_lengths(noise, spans, random)
    kept = segment_lengths(length - noise, spans, random)
    lengths = np.stack([kept, taken], axis=1).reshape(-1)
    return kept, taken, np.repeat(np.arange(2 * spans) % 2 == 1, lengths)


def with_sentinels(tokens, mask):
    before = np.concatenate([[False], mask[:-1]])
    first = mask & ~before
    sentinels = VOCABULARY - np.cumsum(first)
    return np.where(first, sentinels, tokens)[~(mask & before)]


def lengths(inputs_length, density, mean):
    """The longest text whose inputs fit, and the length of its targets."""

    def sides(tokens):
        noise = round(tokens * density)
        spans = round(noise / mean)
        return tokens - noise + spans + 1, noise + spans + 1

    tokens = inputs_length - 1
    while sides(tokens + 1)[0] <= inputs_length:
        tokens += 1
    return tokens, sides(tokens)[1]


def check(length, density, mean, tokens, mask, inputs, targets):
    try:
        import tensorflow as tf
        from t5.data import preprocessors
    except ImportError:
        return False

    class Vocabulary:
        vocab_size = VOCABULARY

    seeds = tf.constant([[1, 2], [3, 4]])
    theirs = preprocessors.random_spans_noise_mask(length, density, seeds, mean).numpy()
    begins = theirs & ~np.concatenate([[False], theirs[:-1]])
    assert (theirs.sum(), begins.sum()) == counts(length, density, mean), (length, density, mean)
    for function, ours in [
        (preprocessors.noise_span_to_unique_sentinel, inputs),
        (preprocessors.nonnoise_span_to_unique_sentinel, targets),
    ]:
        made = function(tf.constant(tokens, tf.int32), tf.constant(mask), Vocabulary(), seeds)
        assert made.numpy().tolist() == ours.tolist(), (length, density, mean)
    return True


def check_lengths(row, density, mean, tokens, targets):
    try:
        from t5.data import preprocessors
    except ImportError:
        return
    theirs = preprocessors.random_spans_helper(row, density, mean, 1, 1)
    assert theirs == (tokens, targets) or density == 0.5, (row, density, mean, theirs)


def main():
    random = np.random.default_rng(20)
    texts = []
    for length in [2, 3, 7, 10, 11, 20, 33, 64, 100, 568]:
        for density, mean in [(0.15, 3), (0.15, 8), (0.5, 3), (0.5, 8), (0.15, 64), (0.3, 2.5)]:
            kept, taken, mask = noise_mask(length, density, mean, random)
            tokens = random.integers(3, 32_000, length)
            # What is noise in the inputs is kept in the targets.
            inputs, targets = with_sentinels(tokens, mask), with_sentinels(tokens, ~mask)
            check(length, density, mean, tokens, mask, inputs, targets)
            texts.append(
                {
                    "noise": density,
                    "meanSpan": mean,
                    "tokens": tokens.tolist(),
                    "kept": kept.tolist(),
                    "takenOut": taken.tolist(),
                    "inputs": inputs.tolist(),
                    "targets": targets.tolist(),
                }
            )
    rows = []
    for row in [16, 64, 114, 256, 512, 1024]:
        for density, mean in [(0.15, 3), (0.15, 8), (0.5, 3), (0.15, 64), (0.3, 2.5)]:
            tokens, targets = lengths(row, density, mean)
            # random_spans_helper counts no span where the mask, which has at least one, makes the inputs one longer.
            if round(round(tokens * density) / mean) == 0:
                continue
            check_lengths(row, density, mean, tokens, targets)
            rows.append(
                {
                    "inputLength": row,
                    "noise": density,
                    "meanSpan": mean,
                    "tokens": tokens,
                    "targetLength": targets,
                }
            )
    print(json.dumps({"texts": texts, "rows": rows}, separators=(",", ":")))


main()
