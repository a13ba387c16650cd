"""Reference outputs of generation and scoring, from transformers, and a comparison of a binary with it.

Needs torch (the CPU is enough), transformers 4, numpy and safetensors; `compare` with text also sentencepiece.

    python generation.py                        writes Tests/ModelsTests/Fixtures/generation
    python generation.py compare FOLDER BINARY  holds `BINARY generate` and `BINARY score` against transformers,
                                                see comparison.py

For each tiny model there is a folder `<name>` as transformers writes it (float32; every value is one that float16 and
bfloat16 hold as well, and the safetensors file bears the metadata `description`) and `<name>.json`:

    {"model": "v1_0",                     the folder beside
     "batches": [[[5, 9, 1], [1]], ...],  batches of prompts: ids, the end id 1 included, without padding
     "cases": [
       {"batch": 0, "beams": 4, "lengthPenalty": 0.6, "maximumTokens": 8, "minimumTokens": 0, "returned": 4,
        "outputs": [                      in the order of the prompts; near-ties left out
          {"prompt": 0,                   index into the batch
           "hypotheses": [                `returned` of them, best first
             {"ids": [7, 7, 3],           without start, end and padding
              "ended": true,              the end id followed; false: the limit was hit
              "score": -1.234567}]}]}],
     "scores": [{"inputs": [...], "targets": [...], "logProbability": -9.87, "tokenLogProbabilities": [...]}]}

Start and padding are id 0, the end is id 1, and every id of the table may be chosen (0 as well). `beams` 1 is greedy
decoding, otherwise beam search with early_stopping=False. `minimumTokens` forbids the end before as many tokens have
been chosen (the log-probabilities are not normalised again); where it is not below the limit nothing can end. `score`
is the sum of the log-probabilities, the end's included, over length ** lengthPenalty, where length counts the end. For
beams it is transformers' `sequences_scores`; for greedy decoding, where it gives none, it is the same formula.

Every output was found three times: by transformers in float32 and in float64, in ragged batches, and by the plain
transcription of exact_search.py. An output is kept where no decision was closer than `LEAST_MARGIN`; there the three
must agree.
"""

import json
import pathlib
import sys

import numpy
import torch
from safetensors.torch import save
from transformers import GenerationConfig

import exact_search
import models

FOLDER = pathlib.Path(__file__).parent.parent / "ModelsTests" / "Fixtures" / "generation"
LEAST_MARGIN = 1e-4
# Seeds and gains of the end's row are such that outputs end at many lengths and some do not end.
EMBEDDING_GAIN, POSITION_GAIN = 0.12, 3
MODELS = {"v1_0": (27, 2.5), "v1_1": (19, 1.8), "v1_1_deep": (16, 1.8), "ul2": (6, 2.6), "exact_gelu": (6, 2.6)}
PROMPT_LENGTHS = [[9, 38, 1, 17, 4, 25], [30, 2, 12]]
PENALTIES = [0, 0.6, 1, 2, -0.5]
LIMITS = [1, 2, 8, 20]
TARGET_LENGTHS = [1, 6, 13, 20]


def make_model(name, seed, end_gain):
    spec = next(spec for spec in models.MODELS if spec["name"] == name)
    model = models.make_model(spec | {"seed": seed})
    with torch.no_grad():
        # Weak embeddings, strong positions: what is decoded depends on all that went before, not on the last token.
        model.shared.weight *= EMBEDDING_GAIN
        for stack in [model.encoder, model.decoder]:
            stack.block[0].layer[0].SelfAttention.relative_attention_bias.weight *= POSITION_GAIN
        model.decoder.final_layer_norm.weight *= 1 / EMBEDDING_GAIN if model.config.tie_word_embeddings else 1.5
        model.lm_head.weight[exact_search.END] *= end_gain
        for parameter in models.parameters(model).values():
            values = parameter.bfloat16().double()
            # Below this float16 would lose bits.
            parameter.copy_(torch.where(values.abs() < 2**-16, 0.0, values))
    return model


def save_model(model, folder):
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: p.detach().float().contiguous() for name, p in sorted(models.parameters(model).items())}
    config = model.config.to_diff_dict() | {
        "architectures": ["T5ForConditionalGeneration"],
        "dtype": "float32",
        "scale_decoder_outputs": model.config.tie_word_embeddings,
    }
    metadata = {"format": "pt", "description": json.dumps({"sizes": {k: config[k] for k in SIZES}})}
    data = save(weights, metadata)
    length = int.from_bytes(data[:8], "little")
    # Metadata comes in no certain order; sorted, the file is the same on every run.
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (folder / "model.safetensors").write_bytes(len(text).to_bytes(8, "little") + text + data[8 + length :])
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    generation = GenerationConfig.from_model_config(model.config).to_dict()
    generation = {key: generation[key] for key in ["decoder_start_token_id", "eos_token_id", "pad_token_id"]}
    (folder / "generation_config.json").write_text(json.dumps(generation, indent=2, sort_keys=True) + "\n")


SIZES = ["d_model", "d_kv", "d_ff", "num_heads", "num_layers", "num_decoder_layers", "vocab_size"]


def make_batches(seed, vocabulary):
    random = numpy.random.default_rng(seed)
    return [
        [random.integers(2, vocabulary, size=length - 1).tolist() + [1] for length in lengths]
        for lengths in PROMPT_LENGTHS
    ]


def transformers_outputs(model, prompts, case, suppressed=()):
    """Hypotheses of each prompt, best first, from one ragged batch; scores are None for greedy decoding."""
    width = max(map(len, prompts))
    ids = torch.tensor([prompt + [0] * (width - len(prompt)) for prompt in prompts])
    mask = torch.tensor([[1] * len(prompt) + [0] * (width - len(prompt)) for prompt in prompts])
    is_beam = case["beams"] > 1
    result = model.generate(
        input_ids=ids,
        attention_mask=mask,
        do_sample=False,
        num_beams=case["beams"],
        num_return_sequences=case["returned"],
        max_new_tokens=case["maximumTokens"],
        min_new_tokens=case["minimumTokens"],
        use_cache=models.can_cache(model),
        suppress_tokens=list(suppressed) or None,
        return_dict_in_generate=True,
        output_scores=True,
        **({"length_penalty": float(case["lengthPenalty"]), "early_stopping": False} if is_beam else {}),
    )
    scores = result.sequences_scores.tolist() if is_beam else [None] * len(prompts)
    hypotheses = []
    for row, score in zip(result.sequences[:, 1:].tolist(), scores):
        # What follows the end is padding; transformers pads beams with the end id itself.
        row, ended = (row[: row.index(1)], True) if 1 in row else (row[: case["maximumTokens"]], False)
        hypotheses.append(exact_search.Hypothesis(tuple(row), ended, score))
    return [hypotheses[i : i + case["returned"]] for i in range(0, len(hypotheses), case["returned"])]


def check(name, case, expected, found, tolerance):
    same = [(h.ids, h.ended) for h in expected] == [(h.ids, h.ended) for h in found]
    scores = [(e.score, h.score) for e, h in zip(expected, found) if h.score is not None]
    close = all(abs(ours - theirs) <= tolerance * (1 + abs(ours)) for ours, theirs in scores)
    assert same and close, f"{name} {case}\nexact {expected}\ntransformers {found}"


def make_case(name, doubled, single, next_tokens, prompts, case):
    """The case with its outputs, and how many were left out."""
    in_double, in_single = (transformers_outputs(model, prompts, case) for model in (doubled, single))
    outputs = []
    for index, next_token in enumerate(next_tokens):
        exact, margin = exact_search.search(
            next_token, case["beams"], case["lengthPenalty"], case["maximumTokens"], case["minimumTokens"]
        )
        exact = exact[: case["returned"]]
        if margin < LEAST_MARGIN:
            continue
        check(name, case, exact, in_double[index], 2e-6)
        check(name, case, exact, in_single[index], 2e-5)
        hypotheses = [{"ids": h.ids, "ended": h.ended, "score": round(h.score, 7)} for h in exact]
        outputs.append({"prompt": index, "hypotheses": hypotheses})
    return case | {"outputs": outputs}, len(prompts) - len(outputs)


def cases():
    """Greedy in every form; every penalty and limit with four beams; parts of the grid with other numbers of beams."""

    def case(beams, penalty, limit, minimum=0, returned=1, batch=0):
        return {
            "batch": batch,
            "beams": beams,
            "lengthPenalty": penalty,
            "maximumTokens": limit,
            "minimumTokens": minimum,
            "returned": returned,
        }

    for batch in range(len(PROMPT_LENGTHS)):
        for limit in LIMITS:
            for minimum in [0, 3]:
                yield case(1, 1, limit, minimum, batch=batch)
    for penalty in [0, 0.6]:
        yield case(1, penalty, 20)
    for penalty in PENALTIES:
        for limit in LIMITS:
            yield case(4, penalty, limit, returned=4 if limit in [2, 20] else 1)
        for beams in [2, 3, 5]:
            yield case(beams, penalty, 8, 3)
        for beams in [2, 3, 5]:
            yield case(beams, penalty, 20, batch=1)
    for beams in [2, 4]:
        for limit in LIMITS:
            yield case(beams, 1, limit, 3, beams, batch=1)
    for beams, penalty in [(2, 1), (3, 0), (4, 0.6), (5, -0.5), (5, 2)]:
        for limit in [1, 8, 20]:
            yield case(beams, penalty, limit, 0, beams, batch=1)


def make_scores(model, random, batches):
    prompts = [prompt for batch in batches for prompt in batch]
    scores = []
    for prompt, length in zip(prompts, TARGET_LENGTHS):
        target = random.integers(2, model.config.vocab_size, size=length - 1).tolist() + [1]
        values = exact_search.token_log_probabilities(model, prompt, target)
        scores.append(
            {
                "inputs": prompt,
                "targets": target,
                "logProbability": round(sum(values), 6),
                "tokenLogProbabilities": [round(value, 6) for value in values],
            }
        )
    return scores


def summarize(name, description, dropped):
    outputs = [h for case in description["cases"] for output in case["outputs"] for h in output["hypotheses"]]
    greedy = next(case for case in description["cases"] if case["beams"] == 1 and case["maximumTokens"] == 20)
    print(name, len(outputs), "hypotheses,", dropped, "near-ties left out,", len({h["ids"] for h in outputs}), "texts")
    for output in greedy["outputs"]:
        print("  ", output["hypotheses"][0])


def write(name, seed, end_gain):
    doubled = make_model(name, seed, end_gain)
    single = make_model(name, seed, end_gain).float()
    batches = make_batches(seed, doubled.config.vocab_size)
    next_tokens = [[exact_search.NextTokens(doubled, prompt) for prompt in batch] for batch in batches]
    made, dropped = [], 0
    for case in cases():
        batch = case["batch"]
        outputs, count = make_case(name, doubled, single, next_tokens[batch], batches[batch], case)
        made.append(outputs)
        dropped += count
    scores = make_scores(doubled, numpy.random.default_rng(seed + 1), batches)
    description = {"model": name, "batches": batches, "cases": made, "scores": scores}
    summarize(name, description, dropped)
    save_model(doubled, FOLDER / name)
    lines = [json.dumps(case, separators=(",", ":")) for case in made]
    head = {key: description[key] for key in ["model", "batches", "scores"]}
    text = json.dumps(head, separators=(",", ":"))[:-1] + ',"cases":[\n' + ",\n".join(lines) + "\n]}\n"
    (FOLDER / f"{name}.json").write_text(text)


def main():
    if sys.argv[1:2] == ["compare"]:
        import comparison

        return comparison.main(sys.argv[2:])
    torch.set_num_threads(1)
    for name, (seed, end_gain) in MODELS.items():
        write(name, seed, end_gain)


if __name__ == "__main__":
    main()
