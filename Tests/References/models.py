"""Reference values for the T5 of target Models, from transformers and torch, in double precision.

Needs torch (the CPU is enough), transformers 4 (5 ties the head of every T5), numpy and safetensors. Writes to
Tests/ModelsTests/Fixtures: `<name>.safetensors` for each tiny model (weights, a ragged padded batch, encoder states,
logits, losses, every gradient, greedy outputs, weights after ten Adafactor steps with z-loss 0 and 1e-4; and how far
float32 is from each of them, see reordering.py) and `presets.json` (parameter counts of the published sizes).
"""

import json
import pathlib

import numpy
import torch
from safetensors.numpy import save_file
from transformers import T5Config, T5ForConditionalGeneration

from optimizers import Adafactor
from reordering import Reordering

FOLDER = pathlib.Path(__file__).parent.parent / "ModelsTests" / "Fixtures"
ALIASES = {"encoder.embed_tokens.weight", "decoder.embed_tokens.weight"}
STEPS, RATE, Z_LOSS = 10, 0.001, 1e-4
KINDS = [("trained", 0.0), ("trainedWithZLoss", Z_LOSS)]
# Orders of sums in which float32 is measured.
ORDERS = 24
OUTPUT_LIMIT = 14

COMMON = {"dropout_rate": 0.0, "decoder_start_token_id": 0, "pad_token_id": 0, "layer_norm_epsilon": 1e-6}
MODELS = [
    {
        "name": "v1_0",
        "seed": 1,
        "sizes": {"d_model": 16, "d_kv": 8, "num_heads": 2, "num_layers": 2, "num_decoder_layers": 2, "d_ff": 32},
        "vocab_size": 56,
        "feed_forward": "relu",
        "input_lengths": [23, 9, 17],
        "target_lengths": [7, 13, 1],
        "minimum_dimension_to_factor": 16,
    },
    {
        "name": "v1_1",
        "seed": 2,
        "sizes": {"d_model": 24, "d_kv": 8, "num_heads": 3, "num_layers": 2, "num_decoder_layers": 2, "d_ff": 20},
        "vocab_size": 48,
        "feed_forward": "gated-gelu",
        "input_lengths": [5, 21, 1, 12],
        "target_lengths": [11, 4, 9, 2],
        "minimum_dimension_to_factor": 128,
    },
    {
        "name": "v1_1_deep",
        "seed": 4,
        "sizes": {"d_model": 12, "d_kv": 5, "num_heads": 3, "num_layers": 4, "num_decoder_layers": 5, "d_ff": 14},
        "vocab_size": 36,
        "feed_forward": "gated-gelu",
        "relative_attention_num_buckets": 12,
        "relative_attention_max_distance": 20,
        "input_lengths": [40, 31, 3],
        "target_lengths": [16, 29, 8],
        "minimum_dimension_to_factor": 12,
    },
    {
        "name": "ul2",
        "seed": 5,
        "sizes": {"d_model": 20, "d_kv": 6, "num_heads": 2, "num_layers": 2, "num_decoder_layers": 2, "d_ff": 18},
        "vocab_size": 40,
        "feed_forward": "gated-silu",
        "input_lengths": [9, 17, 2],
        "target_lengths": [7, 3, 12],
        "minimum_dimension_to_factor": 16,
    },
    {
        "name": "exact_gelu",
        "seed": 6,
        "sizes": {"d_model": 20, "d_kv": 6, "num_heads": 2, "num_layers": 2, "num_decoder_layers": 2, "d_ff": 18},
        "vocab_size": 40,
        "feed_forward": "gated-exact-gelu",
        "input_lengths": [9, 17, 2],
        "target_lengths": [7, 3, 12],
        "minimum_dimension_to_factor": 16,
    },
]
# What a configuration says of each form of the feed-forward layer.
FORMS = {
    "relu": {"feed_forward_proj": "relu"},
    "gated-gelu": {"feed_forward_proj": "gated-gelu"},
    "gated-silu": {"feed_forward_proj": "gated-silu"},
    # As the first published configurations of Flan-T5 had it.
    "gated-exact-gelu": {"feed_forward_proj": "gated-gelu", "dense_act_fn": "gelu"},
}


def make_model(spec):
    config = T5Config(
        **spec["sizes"],
        vocab_size=spec["vocab_size"],
        tie_word_embeddings=spec["feed_forward"] == "relu",
        **FORMS[spec["feed_forward"]],
        relative_attention_num_buckets=spec.get("relative_attention_num_buckets", 32),
        relative_attention_max_distance=spec.get("relative_attention_max_distance", 128),
        eos_token_id=1,
        **COMMON,
    )
    model = T5ForConditionalGeneration(config).eval()
    generator = torch.Generator().manual_seed(spec["seed"])
    with torch.no_grad():
        for name, parameter in sorted(parameters(model).items()):
            values = torch.randn(parameter.shape, generator=generator)
            if "layer_norm" in name:
                values = 1 + 0.2 * values
            elif "relative_attention_bias" in name:
                values = 0.7 * values
            elif name == "lm_head.weight":
                values = 0.5 * values
            elif name != "shared.weight":
                # Stronger than a fresh model's, so that what is decoded depends on more than the last token.
                gain = 1.5 if name.endswith((".v.weight", ".o.weight", ".wo.weight")) else 1
                values = gain * values * parameter.shape[1] ** -0.5
            parameter.copy_(values)
    # Weights are those that float32 holds; arithmetic is in double.
    return model.double()


def parameters(model):
    """The parameters by name, each once."""
    return {name: p for name, p in model.named_parameters() if name not in ALIASES}


def make_batch(spec):
    random = numpy.random.default_rng(spec["seed"])
    lengths = zip(spec["input_lengths"], spec["target_lengths"])
    rows = [[random.integers(2, spec["vocab_size"], size=n - 1).tolist() + [1] for n in pair] for pair in lengths]

    def padded(lists):
        width = max(map(len, lists))
        return numpy.array([ids + [0] * (width - len(ids)) for ids in lists], dtype=numpy.int32)

    tokens, targets = padded([row[0] for row in rows]), padded([row[1] for row in rows])
    mask = (targets != 0).astype(numpy.int32)
    inputs = padded([[0] + row[1][:-1] for row in rows])
    return {
        "encoderTokens": tokens,
        "encoderSegments": (tokens != 0).astype(numpy.int32),
        "decoderInputs": inputs,
        "decoderTargets": targets,
        "decoderSegments": mask,
        "targetWeights": mask.astype(numpy.float32),
    }


def forward(model, batch):
    def ids(name):
        return torch.tensor(batch[name], dtype=torch.long)

    result = model(
        input_ids=ids("encoderTokens"),
        attention_mask=ids("encoderSegments"),
        decoder_input_ids=ids("decoderInputs"),
        use_cache=False,
    )
    logits, targets, weights = result.logits, ids("decoderTargets"), torch.tensor(batch["targetWeights"]).double()
    log_sum_exp = torch.logsumexp(logits, dim=-1)
    cross_entropy = weights * (log_sum_exp - logits.gather(-1, targets[..., None])[..., 0])
    z = (weights * log_sum_exp**2).sum()
    return result.encoder_last_hidden_state, logits, cross_entropy, z


def gradients(model, batch, z_loss, scale):
    model.zero_grad()
    _, _, cross_entropy, z = forward(model, batch)
    loss = cross_entropy.sum() + z_loss * z
    (scale * loss).backward()
    return loss.item(), {name: p.grad.numpy().copy() for name, p in parameters(model).items()}


def train(model, spec, batch, z_loss, dtype):
    """Ten steps from `model`, whose parameters are changed; moments and updates are of the model's precision."""
    limit = spec["minimum_dimension_to_factor"]
    optimizers = {
        name: Adafactor(list(p.shape), dtype, minimum_dimension_to_factor=limit)
        for name, p in parameters(model).items()
    }
    scale = 1 / float(batch["targetWeights"].sum())
    losses = []
    for step in range(STEPS):
        loss, grads = gradients(model, batch, z_loss, scale)
        losses.append(loss)
        with torch.no_grad():
            for name, p in parameters(model).items():
                p.copy_(torch.tensor(optimizers[name].update(p.detach().numpy(), grads[name], step, RATE)))
    return losses, {name: p.detach().numpy() for name, p in parameters(model).items()}


def outcome(make, spec, batch, dtype):
    """All that a test compares, by the names of the fixture."""
    model = make()
    encoded, logits, cross_entropy, _ = (t.detach().numpy() for t in forward(model, batch))
    loss, grads = gradients(model, batch, z_loss=0.0, scale=1.0)
    # What stands at padding is nobody's to compare.
    encoded = encoded * batch["encoderSegments"][..., None].astype(encoded.dtype)
    logits = logits * batch["decoderSegments"][..., None].astype(logits.dtype)
    values = {"encoded": encoded, "logits": logits, "tokenCrossEntropy": cross_entropy, "loss": numpy.array(loss)}
    values |= {f"gradients/{name}": g for name, g in grads.items()}
    for kind, z_loss in KINDS:
        losses, weights = train(make(), spec, batch, z_loss, dtype)
        values |= {f"{kind}/losses/{step}": numpy.array(value) for step, value in enumerate(losses)}
        values |= {f"{kind}/{name}": w for name, w in weights.items()}
    return values


def distances(spec, batch, expected):
    """How far float32 comes to be from `expected`, which is double, as a share of each value's largest element.

    The largest over models whose dimensions stand in other orders: the same function, other orders of all sums.
    Adafactor divides by what may be the square root of a tiny gradient's square; after that, rounding alone can move a
    weight by a share of the rate. A seed where it does proves nothing about anyone's float32, and is refused.
    """
    farthest = {name: 0.0 for name in expected}
    for order in range(ORDERS):
        reordering = Reordering(spec, batch, seed=order)

        def make():
            model = make_model(spec).float()
            with torch.no_grad():
                for name, p in parameters(model).items():
                    p.copy_(torch.tensor(reordering.weight(name, p.detach().numpy())))
            return model

        for name, value in outcome(make, spec, reordering.batch, numpy.float32).items():
            difference = abs(reordering.original(name, value).astype(float) - expected[name]).max()
            farthest[name] = max(farthest[name], float(difference / abs(expected[name]).max()))
    for kind, _ in KINDS:
        worst = max(d for name, d in farthest.items() if name.startswith(f"{kind}/"))
        assert worst < 1e-5, f"{spec['name']}: float32 is {worst} off; take another seed"
    return farthest


def can_cache(model):
    """transformers 4.57 makes its cache for as many blocks as the encoder has, and fails where the decoder has more."""
    return model.config.num_decoder_layers <= model.config.num_layers


def generate(model, batch, end):
    result = model.generate(
        input_ids=torch.tensor(batch["encoderTokens"], dtype=torch.long),
        attention_mask=torch.tensor(batch["encoderSegments"], dtype=torch.long),
        max_new_tokens=OUTPUT_LIMIT,
        do_sample=False,
        num_beams=1,
        eos_token_id=end,
        use_cache=can_cache(model),
    )
    return [row[1:] for row in result.tolist()]


def greedy(model, batch):
    """Greedy outputs under an end id that ends some rows early and leaves others to the limit."""
    free = generate(model, batch, -1)
    candidates = sorted(set(sum(free, [])))

    def quality(end):
        lengths = [row.index(end) if end in row else OUTPUT_LIMIT for row in free]
        return (OUTPUT_LIMIT in lengths, len(set(lengths)), sum(lengths))

    end = max(candidates, key=quality)
    outputs = []
    for row in generate(model, batch, end):
        outputs.append(row[: row.index(end)] if end in row else row)
    hits = [end not in row[:OUTPUT_LIMIT] for row in free]
    return {"end": end, "limit": OUTPUT_LIMIT, "outputs": outputs, "hitLimit": hits}


def write(spec):
    model, batch = make_model(spec), make_batch(spec)
    expected = outcome(lambda: make_model(spec), spec, batch, numpy.float64)
    z = forward(model, batch)[-1]
    tensors = dict(batch) | {name: value for name, value in expected.items() if value.ndim > 0}
    tensors |= {f"weights/{name}": p.detach().numpy() for name, p in parameters(model).items()}
    losses = {kind: [float(expected[f"{kind}/losses/{step}"]) for step in range(STEPS)] for kind, _ in KINDS}
    names = [name for name in model.state_dict() if name not in ALIASES]
    if model.config.tie_word_embeddings:
        names = [name for name in names if name != "lm_head.weight"]
    description = {
        "sizes": spec["sizes"] | {"vocab_size": spec["vocab_size"]},
        "feedForward": spec["feed_forward"],
        "buckets": model.config.relative_attention_num_buckets,
        "maximumDistance": model.config.relative_attention_max_distance,
        "names": names,
        "loss": float(expected["loss"]),
        "squaredLogSumExp": z.item(),
        "greedy": greedy(model, batch),
        "training": {
            "rate": RATE,
            "minimumDimensionToFactor": spec["minimum_dimension_to_factor"],
            "zLoss": Z_LOSS,
            "losses": losses,
        },
        "float32Distances": distances(spec, batch, expected),
    }
    print(spec["name"], losses, description["greedy"], max(description["float32Distances"].values()))
    converted = {
        name: numpy.ascontiguousarray(t, dtype=numpy.int32 if t.dtype == numpy.int32 else numpy.float32)
        for name, t in tensors.items()
    }
    save_file(converted, FOLDER / f"{spec['name']}.safetensors", {"description": json.dumps(description)})


# d_model, d_kv, heads, layers, d_ff of the published configurations.
PUBLISHED = {
    "1.0": {
        "small": (512, 64, 8, 6, 2048),
        "base": (768, 64, 12, 12, 3072),
        "large": (1024, 64, 16, 24, 4096),
        "xl": (1024, 128, 32, 24, 16384),
        "xxl": (1024, 128, 128, 24, 65536),
    },
    "1.1": {
        "small": (512, 64, 6, 8, 1024),
        "base": (768, 64, 12, 12, 2048),
        "large": (1024, 64, 16, 24, 2816),
        "xl": (2048, 64, 32, 24, 5120),
        "xxl": (4096, 64, 64, 24, 10240),
    },
}


def count_presets():
    counts = {}
    for version, presets in PUBLISHED.items():
        counts[version] = {}
        for name, (model, head, heads, layers, feed_forward) in presets.items():
            config = T5Config(
                d_model=model,
                d_kv=head,
                num_heads=heads,
                num_layers=layers,
                d_ff=feed_forward,
                vocab_size=32128,
                feed_forward_proj="relu" if version == "1.0" else "gated-gelu",
                tie_word_embeddings=version == "1.0",
            )
            with torch.device("meta"):
                published = T5ForConditionalGeneration(config)
            counts[version][name] = sum(p.numel() for p in parameters(published).values())
    return counts


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for spec in MODELS:
        write(spec)
    counts = count_presets()
    (FOLDER / "presets.json").write_text(json.dumps(counts, indent=2) + "\n")
    print(counts)


if __name__ == "__main__":
    main()
