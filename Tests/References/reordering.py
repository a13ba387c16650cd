"""The same T5 with its dimensions in another order: the same function, whose sums run in other orders.

In real numbers nothing changes; in float32 every sum is rounded elsewhere. What such models differ by is what any other
kernel, which sums in blocks of its own, may differ by.
"""

import numpy


class Reordering:
    """An order of the model's, heads', head's, feed-forward's and vocabulary's dimensions and of a batch's rows."""

    def __init__(self, spec, batch, seed):
        random = numpy.random.default_rng(seed)
        sizes = spec["sizes"]
        heads = random.permutation(sizes["num_heads"])
        within = random.permutation(sizes["d_kv"])
        self.orders = {
            "model": random.permutation(sizes["d_model"]),
            "heads": heads,
            "inner": (heads[:, None] * sizes["d_kv"] + within[None, :]).ravel(),
            "forward": random.permutation(sizes["d_ff"]),
            "vocabulary": random.permutation(spec["vocab_size"]),
            "rows": random.permutation(len(batch["encoderTokens"])),
        }
        self.batch = {name: value[self.orders["rows"]] for name, value in batch.items()}
        new_id = numpy.argsort(self.orders["vocabulary"]).astype(numpy.int32)
        for name in ["encoderTokens", "decoderInputs", "decoderTargets"]:
            self.batch[name] = new_id[self.batch[name]]

    def axes(self, name):
        """Which order each axis of a value follows; `name` is a parameter's or a fixture's."""
        if name in ("encoded", "logits", "tokenCrossEntropy"):
            last = {"encoded": ["model"], "logits": ["vocabulary"], "tokenCrossEntropy": []}[name]
            return ["rows", None] + last
        if name == "loss" or "/losses/" in name:
            return []
        if name.endswith("layer_norm.weight"):
            return ["model"]
        if name.endswith("relative_attention_bias.weight"):
            return [None, "heads"]
        if name.endswith((".q.weight", ".k.weight", ".v.weight")):
            return ["inner", "model"]
        if name.endswith(".o.weight"):
            return ["model", "inner"]
        if name.endswith(".wo.weight"):
            return ["model", "forward"]
        if name.endswith((".wi.weight", ".wi_0.weight", ".wi_1.weight")):
            return ["forward", "model"]
        assert name.endswith(("shared.weight", "lm_head.weight")), name
        return ["vocabulary", "model"]

    def weight(self, name, value):
        """A parameter in the new order."""
        for axis, order in enumerate(self.axes(name)):
            if order:
                value = numpy.take(value, self.orders[order], axis)
        return value

    def original(self, name, value):
        """A value that the reordered model gave, in the order of the model as it was."""
        for axis, order in enumerate(self.axes(name)):
            if order:
                value = numpy.take(value, numpy.argsort(self.orders[order]), axis)
        return value
