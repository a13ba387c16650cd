"""Holds `BINARY generate` and `BINARY score` against transformers on a model folder.

    python generation.py compare FOLDER BINARY [--prompts FILE] [--count 200] [--max-tokens 32] [--min-tokens 0]
                                 [--beams 1] [--length-penalty 1] [--batch 8] [--seed 0]

FILE has JSON lines {"inputs": text} or {"input_ids": [...]}; those with "targets" or "target_ids" beside are scored
too. Without FILE the prompts are drawn from the repository's Data folder, or are
random ids where FOLDER has no spiece.model. Prints how many outputs agree and the largest differences of scores; for
outputs that differ, both with their scores in double precision, so that near-ties can be told from mistakes (an output
that scores better than transformers' own was cut off by a near-tie, too). Exits 1 if an output differs without being
such a near-tie, or a score differs by more than 1e-3.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import torch
from transformers import T5ForConditionalGeneration

import exact_search
import generation

DATA = pathlib.Path(__file__).parent.parent.parent / "Data" / "Tasks"
NEAR_TIE, MOST_DIFFERENCE = 1e-3, 1e-3


def options(arguments):
    parser = argparse.ArgumentParser(prog="generation.py compare")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--prompts", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--max-tokens", type=int, default=32)
    parser.add_argument("--min-tokens", type=int, default=0)
    parser.add_argument("--beams", type=int, default=1)
    parser.add_argument("--length-penalty", type=float, default=1)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


class Vocabulary:
    """The ids of a folder's texts; without spiece.model there are only ids."""

    def __init__(self, folder):
        self.pieces = None
        if (folder / "spiece.model").exists():
            import sentencepiece

            self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "spiece.model"))

    def ids(self, line, text, numbers):
        """None where the line has neither."""
        if numbers in line:
            return line[numbers]
        return self.pieces.encode(line[text]) + [self.pieces.eos_id()] if text in line else None

    def suppressed(self, rows):
        """The ids of the table that no text has, and that the binary never chooses; sentinels are no such ids."""
        if not self.pieces:
            return []
        size = self.pieces.get_piece_size()
        return list(range(size + 100 if rows >= size + 100 else size, rows))


def drawn_lines(count, random):
    """Instances of the repository's tasks, evenly over the tasks."""
    tasks = [json.loads(path.read_text()) for path in sorted(DATA.glob("*/*.json"))]
    for index in range(count):
        task = tasks[index * len(tasks) // count]
        instance = task["Instances"][random.integers(len(task["Instances"]))]
        text = " ".join([*task["Definition"], instance["input"]])
        yield {"inputs": text, "targets": instance["output"][0]}


def random_lines(count, rows, random):
    for _ in range(count):
        ids = [random.integers(2, rows, size=random.integers(high)).tolist() + [1] for high in (48, 16)]
        yield {"input_ids": ids[0], "target_ids": ids[1]}


def make_lines(given, rows, vocabulary):
    random = numpy.random.default_rng(given.seed)
    if given.prompts:
        return [json.loads(line) for line in given.prompts.read_text().splitlines() if line.strip()][: given.count]
    if vocabulary.pieces:
        return list(drawn_lines(given.count, random))
    return list(random_lines(given.count, rows, random))


def run(given, verb, lines, *arguments):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
        file.flush()
        command = [given.binary, verb, given.folder, "--input", file.name, *arguments]
        result = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(f"{verb} ended with {result.returncode}")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(lines), f"{verb} gave {len(answers)} lines for {len(lines)}"
    return answers


def exact_score(model, prompt, ids, given):
    """The score of an output in double precision; an output below the limit has ended."""
    ids = list(ids) + ([exact_search.END] if len(ids) < given.max_tokens else [])
    return sum(exact_search.token_log_probabilities(model, prompt, ids)) / len(ids) ** given.length_penalty


def reference(model, prompts, given, suppressed):
    case = {
        "beams": given.beams,
        "lengthPenalty": given.length_penalty,
        "maximumTokens": given.max_tokens,
        "minimumTokens": given.min_tokens,
        "returned": 1,
    }
    for start in range(0, len(prompts), given.batch):
        found = generation.transformers_outputs(model, prompts[start : start + given.batch], case, suppressed)
        yield from (hypotheses[0] for hypotheses in found)


def is_near_tie(doubled, prompt, ours, theirs, given, suppressed):
    """Whether the two part where the reference itself was close to choosing otherwise."""
    if given.beams > 1:
        scores = [exact_score(doubled, prompt, ids, given) for ids in (ours, theirs)]
        return scores[0] > scores[1] - NEAR_TIE
    part = next((i for i, pair in enumerate(zip(ours, theirs)) if pair[0] != pair[1]), min(len(ours), len(theirs)))
    chosen = [(*ids, exact_search.END)[part] for ids in (ours, theirs)]
    row = exact_search.NextTokens(doubled, prompt)([tuple(ours[:part])])[0]
    return abs(row[chosen[0]] - row[chosen[1]]) < NEAR_TIE and chosen[0] not in suppressed


def compare_outputs(given, model, doubled, lines, prompts, vocabulary):
    arguments = ["--json", "--max-tokens", given.max_tokens]
    if given.min_tokens:
        arguments += ["--min-tokens", given.min_tokens]
    if given.beams > 1:
        arguments += ["--beams", given.beams]
    inputs = [{key: line[key] for key in ("inputs", "input_ids") if key in line} for line in lines]
    answers = run(given, "generate", inputs, *arguments, f"--length-penalty={given.length_penalty}")
    suppressed = vocabulary.suppressed(model.config.vocab_size)
    agree, near, worst, texts = 0, 0, 0.0, 0
    for prompt, answer, expected in zip(prompts, answers, reference(model, prompts, given, suppressed)):
        ours, theirs = tuple(answer["output_ids"]), expected.ids
        score = exact_score(doubled, prompt, ours, given)
        worst = max(worst, abs(answer["score"] - score))
        texts += not vocabulary.pieces or answer["output"] == vocabulary.pieces.decode(list(ours))
        if ours == theirs:
            agree += 1
            continue
        near_tie = is_near_tie(doubled, prompt, ours, theirs, given, suppressed)
        near += near_tie
        print("near-tie" if near_tie else "DIFFERENT", json.dumps({"input_ids": prompt}))
        print("  ours  ", list(ours), score)
        print("  theirs", list(theirs), exact_score(doubled, prompt, theirs, given))
    lengths = [len(answer["output_ids"]) for answer in answers]
    print(f"generate: {agree} of {len(prompts)} outputs agree, {near} more are near-ties")
    different = len({tuple(answer["output_ids"]) for answer in answers})
    print(f"generate: {different} different ones, {min(lengths)} to {max(lengths)} ids")
    print(f"generate: {texts} of {len(prompts)} texts are those of sentencepiece" if vocabulary.pieces else "no texts")
    print(f"generate: largest difference of a score {worst:.2e}")
    return agree + near == len(prompts) and worst < MOST_DIFFERENCE


def compare_scores(given, model, doubled, lines, vocabulary):
    ours = run(given, "score", lines)
    sums, tokens, in_single, count = [], [], [], 0
    for line, answer in zip(lines, ours):
        prompt, target = vocabulary.ids(line, "inputs", "input_ids"), vocabulary.ids(line, "targets", "target_ids")
        expected = exact_search.token_log_probabilities(doubled, prompt, target)
        assert answer["tokens"] == len(expected) == len(answer["tokenLogProbabilities"]), answer
        single = exact_search.token_log_probabilities(model, prompt, target)
        in_single += [abs(a - b) for a, b in zip(single, expected)]
        count += len(expected)
        sums.append(abs(answer["logProbability"] - sum(expected)))
        tokens += [abs(a - b) for a, b in zip(answer["tokenLogProbabilities"], expected)]
    print(f"score: {len(sums)} pairs, {count} tokens, largest difference {max(sums):.2e}, of a token {max(tokens):.2e}")
    print(f"score: transformers in float32 is up to {max(in_single):.2e} off at a token")
    return max(sums) < MOST_DIFFERENCE


def main(arguments):
    given = options(arguments)
    model = T5ForConditionalGeneration.from_pretrained(given.folder, dtype=torch.float32).eval()
    doubled = T5ForConditionalGeneration.from_pretrained(given.folder, dtype=torch.float32).double().eval()
    vocabulary = Vocabulary(given.folder)
    lines = make_lines(given, model.config.vocab_size, vocabulary)
    prompts = [vocabulary.ids(line, "inputs", "input_ids") for line in lines]
    same = compare_outputs(given, model, doubled, lines, prompts, vocabulary)
    pairs = [line for line in lines if vocabulary.ids(line, "targets", "target_ids")]
    same_scores = not pairs or compare_scores(given, model, doubled, pairs, vocabulary)
    sys.exit(0 if same and same_scores else 1)
