"""T5 v1.1 in JAX: einsums over whole batches, parameters as loaded from a transformers folder."""

import json
import math
import os

import jax
import jax.numpy as jnp
import numpy
from safetensors.numpy import load_file


def load(folder):
    """The configuration and the parameters of a folder; matrices lie as `[output, input]`."""
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    weights = load_file(os.path.join(folder, "model.safetensors"))
    return config, {name: jnp.asarray(value) for name, value in weights.items()}


def buckets(queries, keys, is_bidirectional, count, longest):
    """The bucket of every pair of positions, `[queries, keys]`."""
    distance = numpy.arange(keys)[None, :] - numpy.arange(queries)[:, None]
    offset = numpy.zeros_like(distance)
    if is_bidirectional:
        count //= 2
        offset = (distance > 0) * count
        distance = numpy.abs(distance)
    else:
        distance = -numpy.minimum(distance, 0)
    exact = count // 2
    ratio = numpy.log(numpy.maximum(distance, 1) / exact) / math.log(longest / exact)
    far = numpy.minimum(exact + (ratio * (count - exact)).astype(int), count - 1)
    return offset + numpy.where(distance < exact, distance, far)


class Dropout:
    """Drops elements, the same at every position of a sequence, as t5x does."""

    def __init__(self, rate, key):
        self.rate, self.key, self.drawn = rate, key, 0

    def __call__(self, x):
        if self.rate == 0:
            return x
        self.drawn += 1
        shape = x.shape[:-2] + (1, x.shape[-1])
        keep = jax.random.bernoulli(jax.random.fold_in(self.key, self.drawn), 1 - self.rate, shape)
        return jnp.where(keep, x / (1 - self.rate), 0)


class Model:
    def __init__(self, config, parameters, dropout):
        self.config, self.parameters, self.dropout = config, parameters, dropout

    def norm(self, name, x):
        scale = jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + self.config["layer_norm_epsilon"])
        return x * scale * self.parameters[name]

    def linear(self, name, x):
        return jnp.einsum("bli,oi->blo", x, self.parameters[name])

    def attention(self, name, x, memory, bias):
        heads, width = self.config["num_heads"], self.config["d_kv"]

        def split(kind, value):
            weight = self.parameters[f"{name}.{kind}.weight"].reshape(heads, width, -1)
            return jnp.einsum("bld,hkd->bhlk", value, weight)

        scores = jnp.einsum("bhqk,bhmk->bhqm", split("q", x), split("k", memory)) + bias
        mixed = jnp.einsum("bhqm,bhmk->bqhk", self.dropout(jax.nn.softmax(scores, -1)), split("v", memory))
        return self.linear(f"{name}.o.weight", mixed.reshape(*mixed.shape[:2], heads * width))

    def feed_forward(self, name, x):
        gate = jax.nn.gelu(self.linear(f"{name}.wi_0.weight", x), approximate=True)
        return self.linear(f"{name}.wo.weight", self.dropout(gate * self.linear(f"{name}.wi_1.weight", x)))

    def position_bias(self, stack, length):
        table = self.parameters[f"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"]
        places = buckets(
            length,
            length,
            stack == "encoder",
            self.config["relative_attention_num_buckets"],
            self.config["relative_attention_max_distance"],
        )
        return jnp.transpose(table[places], (2, 0, 1))[None]

    def stack(self, stack, tokens, self_mask, memory=None, memory_mask=None):
        x = self.dropout(self.parameters["shared.weight"][tokens])
        bias = self.position_bias(stack, tokens.shape[1]) + self_mask
        layers = self.config["num_layers"] if memory is None else self.config["num_decoder_layers"]
        for block in range(layers):
            layer = f"{stack}.block.{block}.layer"
            y = self.norm(f"{layer}.0.layer_norm.weight", x)
            x = x + self.dropout(self.attention(f"{layer}.0.SelfAttention", y, y, bias))
            last = 1
            if memory is not None:
                y = self.norm(f"{layer}.1.layer_norm.weight", x)
                x = x + self.dropout(self.attention(f"{layer}.1.EncDecAttention", y, memory, memory_mask))
                last = 2
            y = self.norm(f"{layer}.{last}.layer_norm.weight", x)
            x = x + self.dropout(self.feed_forward(f"{layer}.{last}.DenseReluDense", y))
        return self.dropout(self.norm(f"{stack}.final_layer_norm.weight", x))

    def loss(self, inputs, targets):
        """The mean cross-entropy of the targets; id 0 is padding on both sides."""
        hidden = jnp.where(inputs > 0, 0.0, -1e9)[:, None, None, :]
        memory = self.stack("encoder", inputs, hidden)
        shifted = jnp.pad(targets, ((0, 0), (1, 0)))[:, :-1]
        length = targets.shape[1]
        causal = jnp.where(numpy.tril(numpy.ones((length, length), bool)), 0.0, -1e9)[None, None]
        states = self.stack("decoder", shifted, causal, memory, hidden)
        logits = jnp.einsum("bld,vd->blv", states, self.parameters["lm_head.weight"])
        picked = jnp.take_along_axis(jax.nn.log_softmax(logits), targets[..., None], -1)[..., 0]
        mask = targets > 0
        return -(picked * mask).sum() / mask.sum()
