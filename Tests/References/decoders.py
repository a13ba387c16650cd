"""Reference values for the decoder-only models of target Models, from transformers and torch, in double precision.

Needs torch (the CPU is enough), transformers 4 or 5, numpy and safetensors. Writes to Tests/ModelsTests/Fixtures/decoders, for a tiny
model of each arrangement, `<name>.safetensors`: weights, prompts with targets, the logits and the cross-entropy of every target
token, all gradients of their sum, losses and weights over ten Adafactor steps, greedy and beam outputs.
"""

import json
import pathlib

import numpy
import torch
from safetensors.numpy import save_file
from transformers import (
    AutoModelForCausalLM,
    CohereConfig,
    GPTNeoXConfig,
    LlamaConfig,
    MistralConfig,
    Qwen2Config,
    Qwen3Config,
)

from optimizers import Adafactor

FOLDER = pathlib.Path(__file__).parent.parent / "ModelsTests" / "Fixtures" / "decoders"
STEPS, RATE = 10, 0.001
END = 1
# Several tokens that end an answer, as generation_config.json may name them.
ENDS = [END, 7, 20, 33]
NEW_TOKENS = 12
BEAMS = 3

SIZES = {
    "vocab_size": 45,
    "hidden_size": 24,
    "intermediate_size": 36,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "max_position_embeddings": 256,
    "eos_token_id": END,
    "bos_token_id": None,
    "pad_token_id": None,
    "attention_dropout": 0.0,
}
LLAMA3 = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 16,
}
# A name, a class, its options, and what differs in how it is used: prompts that are seen whole, or learned.
MODELS = [
    # Grouped-query attention and a tied head, as SmolLM2 has them.
    ("llama", LlamaConfig, {"num_key_value_heads": 2, "tie_word_embeddings": True, "rms_norm_eps": 1e-5}),
    # Llama 3.1's frequencies, biases everywhere in attention, multi-query attention, a head of its own.
    (
        "llama3",
        LlamaConfig,
        {
            "num_key_value_heads": 1,
            "tie_word_embeddings": False,
            "attention_bias": True,
            "rope_theta": 500000.0,
            "rope_scaling": LLAMA3,
        },
    ),
    ("mistral", MistralConfig, {"num_key_value_heads": 2, "tie_word_embeddings": False, "sliding_window": None}),
    ("qwen2", Qwen2Config, {"num_key_value_heads": 2, "tie_word_embeddings": True, "rope_theta": 1000000.0}),
    # Heads wider than a share of the residual stream, normalised one by one.
    ("qwen3", Qwen3Config, {"num_key_value_heads": 4, "tie_word_embeddings": False, "head_dim": 10}),
    # PaLM's arrangement: parallel layers behind one norm, multi-query attention, scaled logits of a tied head, heads of their own width.
    (
        "cohere",
        CohereConfig,
        {"num_key_value_heads": 1, "tie_word_embeddings": True, "logit_scale": 24**-0.5, "head_dim": 8},
    ),
    # Pythia: parallel layers behind two norms, a part (here 4 of 6 elements) of each head turned.
    ("gpt_neox", GPTNeoXConfig, {"rotary_pct": 0.7, "hidden_act": "gelu", "rotary_emb_base": 5000}),
    # GPT-NeoX with layers one behind the other and the approximated GELU.
    (
        "gpt_neox_sequential",
        GPTNeoXConfig,
        {"rotary_pct": 1.0, "hidden_act": "gelu_fast", "use_parallel_residual": False, "tie_word_embeddings": False},
    ),
]
# The same model with prompts that are seen whole (prefix LM, by an explicit mask), and with a loss on their tokens too.
VARIANTS = [("llama_prefix", *MODELS[0][1:], "prefix"), ("llama_all", *MODELS[0][1:], "all")]
LENGTHS = [(7, 5), (19, 9), (1, 6), (11, 1)]


def make_model(config, seed):
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            values = torch.randn(parameter.shape, generator=generator)
            if "norm" in name:
                values = 0.2 * values + (0 if name.endswith("bias") else 1)
            elif name.endswith("bias"):
                values = 0.3 * values
            elif "embed" not in name or name == "embed_out.weight":
                # Stronger than a fresh model's, so that what is decoded depends on more than the last token.
                values = 1.5 * values * parameter.shape[1] ** -0.5
            parameter.copy_(values)
    # Weights are those that float32 holds; arithmetic is in double.
    return model.double()


def make_examples(seed):
    random = numpy.random.default_rng(seed)
    return [
        (random.integers(2, SIZES["vocab_size"], size=n).tolist(), random.integers(2, SIZES["vocab_size"], size=m - 1).tolist() + [END])
        for n, m in LENGTHS
    ]


def run(model, ids, prefix):
    """Logits of a sequence whose first `prefix` tokens see each other."""
    mask = None
    if prefix:
        places = torch.arange(len(ids))
        seen = (places[None, :] <= places[:, None]) | (places[None, :] < prefix)
        mask = torch.where(seen, 0.0, -1e30).double()[None, None]
    return model(input_ids=torch.tensor([ids]), attention_mask=mask, use_cache=False).logits[0]


def forward(model, examples, variant=None):
    """Logits and cross-entropies of all targets, one after the other; and the sum of those of the prompts' tokens but the first."""
    logits, prompts = [], 0
    for prompt, target in examples:
        outputs = run(model, prompt + target[:-1], len(prompt) if variant == "prefix" else 0)
        logits.append(outputs[len(prompt) - 1 :])
        if len(prompt) > 1:
            prompts += torch.nn.functional.cross_entropy(outputs[: len(prompt) - 1], torch.tensor(prompt[1:]), reduction="sum")
    logits = torch.cat(logits)
    labels = torch.tensor(sum((target for _, target in examples), []))
    return logits, torch.nn.functional.cross_entropy(logits, labels, reduction="none"), prompts


def greedy_with_prefix(model, prompt):
    ids = list(prompt)
    for _ in range(NEW_TOKENS):
        ids.append(run(model, ids, len(prompt))[-1].argmax().item())
        if ids[-1] == END:
            break
    return ids[len(prompt) :]


def train(model, examples, variant):
    optimizers = {
        name: Adafactor(list(p.shape), numpy.float64, minimum_dimension_to_factor=16)
        for name, p in model.named_parameters()
    }
    count = sum(len(target) + (len(prompt) - 1 if variant == "all" else 0) for prompt, target in examples)
    losses = []
    for step in range(STEPS):
        model.zero_grad()
        _, targets, prompts = forward(model, examples, variant)
        loss = targets.sum() + (prompts if variant == "all" else 0)
        losses.append(loss.item())
        (loss / count).backward()
        with torch.no_grad():
            for name, p in model.named_parameters():
                update = optimizers[name].update(p.detach().numpy(), p.grad.numpy(), step, RATE)
                p.copy_(torch.tensor(update))
    return losses, {name: p.detach().numpy() for name, p in model.named_parameters()}


def generate(model, examples, beams, ends):
    outputs = []
    for prompt, _ in examples:
        result = model.generate(
            torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
            max_new_tokens=NEW_TOKENS, do_sample=False, num_beams=beams, eos_token_id=ends,
            pad_token_id=0, **({"length_penalty": 0.0} if beams > 1 else {}),
        )
        ids = result[0, len(prompt) :].tolist()
        end = next((place + 1 for place, id in enumerate(ids) if id in ends), len(ids))
        outputs.append(ids[:end])
    return outputs


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for seed, (name, kind, options, *variant) in enumerate(MODELS + VARIANTS):
        variant = variant[0] if variant else None
        config = kind(**{**SIZES, **options})
        model, examples = make_model(config, seed), make_examples(seed)
        logits, losses, prompts = forward(model, examples, variant)
        (losses.sum() + (prompts if variant == "all" else 0)).backward()
        tensors = {"logits": logits, "losses": losses}
        tensors |= {f"gradients/{n}": p.grad for n, p in model.named_parameters()}
        tensors |= {f"weights/{n}": p.detach().clone() for n, p in model.named_parameters()}
        greedy, beams = (generate(model, examples, count, [END]) for count in (1, BEAMS))
        if variant == "prefix":
            greedy, beams = [greedy_with_prefix(model, prompt) for prompt, _ in examples], []
        ended_greedy, ended_beams = (generate(model, examples, count, ENDS) for count in (1, BEAMS))
        trained, weights = train(model, examples, variant)
        tensors |= {f"trained/{n}": torch.tensor(w) for n, w in weights.items()}
        description = {
            "config": {key: value for key, value in config.to_dict().items() if isinstance(value, (int, float, bool, str, dict))},
            "prompts": [prompt for prompt, _ in examples],
            "targets": [target for _, target in examples],
            "variant": variant,
            "greedy": greedy,
            "beams": beams,
            "ends": ENDS,
            "endedGreedy": ended_greedy,
            "endedBeams": ended_beams,
            "trainedLosses": trained,
        }
        save_file(
            {key: numpy.ascontiguousarray(value.detach().numpy().astype(numpy.float32)) for key, value in tensors.items()},
            FOLDER / f"{name}.safetensors",
            metadata={"description": json.dumps(description)},
        )
        print(name, greedy, beams)


if __name__ == "__main__":
    main()
