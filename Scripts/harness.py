#!/usr/bin/env python3
"""Runs EleutherAI's evaluation harness on the prompts of an evaluation, and compares.

    flan-train export runs/mine model
    flan-train eval model --suite bbh-direct --data bbh --limit 20 --output scores
    python3 Scripts/harness.py model scores/bbh-direct

Needs `pip install lm_eval accelerate transformers torch` (tried: lm_eval 0.4.13 with transformers 4.57.6 and 5.24). The harness is
given the exported folder as transformers loads it (as its `hf` model, backend `seq2seq`, float32) and the prompts of
`scores/SUITE/TASK.jsonl` as tasks of its own, and scores them itself: by `exact_match` on what it generates greedily, or, for
answers of `eval --likelihood`, by `acc` over the options. Suites whose answers are read by a rule (chains of thought) cannot be
compared this way.

A model with a head of its own keeps it here under both versions of transformers. It would not if the harness loaded it by its path
under version 5, where every T5 counts as tied: `from_pretrained` keeps a head that differs from the embedding, but the harness then
calls `tie_weights()`, which puts the embedding in its place.

Prints both scores for each task and the questions on which outputs differ; ends with 1 if there are any.
"""

import argparse
import glob
import json
import os
import sys
import tempfile

END = "</s>"


def read(path):
    with open(path) as file:
        return [json.loads(line) for line in file]


def task_config(name, path, ranks, limit):
    config = {
        "task": name,
        "dataset_path": "json",
        "dataset_kwargs": {"data_files": {"test": path}},
        "test_split": "test",
        "doc_to_text": "{{prompt}}",
        "target_delimiter": "",
    }
    if ranks:
        # The harness scores continuations without the end of sequence unless it is asked for.
        config |= {
            "output_type": "multiple_choice",
            "doc_to_choice": "choices",
            "doc_to_target": "label",
            "metric_list": [{"metric": "acc"}],
        }
    else:
        # The limit of a decoder's length counts its start token.
        config |= {
            "output_type": "generate_until",
            "doc_to_target": "{{target[0]}}",
            "generation_kwargs": {"until": [END], "do_sample": False, "max_length": limit + 1},
            "metric_list": [{"metric": "exact_match"}],
        }
    return config


def prepare(rows, path, ranks):
    with open(path, "w") as file:
        for row in rows:
            document = {"prompt": row["prompt"], "target": row["target"]}
            if ranks:
                document["choices"] = [option + END for option in row["options"]]
                right = [row["options"].index(answer) for answer in row["target"] if answer in row["options"]]
                document["label"] = right[0] if right else -1
            file.write(json.dumps(document) + "\n")


def load(folder, batch):
    """The harness's model of a folder, with the head that the folder has."""
    import torch
    import transformers
    from lm_eval.models.huggingface import HFLM

    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32)
    # What is tied has been tied by now; version 5 would tie the rest as well.
    model.tie_weights = lambda *arguments, **settings: None
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    return HFLM(
        pretrained=model, tokenizer=tokenizer, backend="seq2seq", max_length=65536, device="cpu", batch_size=batch)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="an exported model folder")
    parser.add_argument("answers", help="the folder of a suite's answers: SUITE/TASK.jsonl, SUITE/summary.json")
    parser.add_argument("--batch", type=int, default=8)
    arguments = parser.parse_args()

    import lm_eval
    from lm_eval.tasks import TaskManager

    with open(os.path.join(arguments.answers, "summary.json")) as file:
        summary = json.load(file)
    ranks = summary.get("scoring") == "likelihood"
    if not ranks and (summary["answer"] != "whole" or summary["metric"] != "exact-match"):
        sys.exit("harness.py: only suites with the answer rule 'whole' and the metric 'exact-match' can be compared")
    scores = {task["task"]: task["score"] for task in summary["tasks"]}
    answers = {
        os.path.splitext(os.path.basename(path))[0]: read(path)
        for path in sorted(glob.glob(os.path.join(arguments.answers, "*.jsonl")))
    }
    with tempfile.TemporaryDirectory() as folder:
        configs = []
        for task, rows in answers.items():
            path = os.path.join(folder, task + ".jsonl")
            prepare(rows, path, ranks)
            configs.append(task_config(task, path, ranks, summary["maximumTokens"]))
        result = lm_eval.simple_evaluate(
            model=load(arguments.model, arguments.batch), tasks=configs, log_samples=True, bootstrap_iters=0,
            task_manager=TaskManager(include_defaults=False),
        )
    differing = questions = 0
    metric = "acc,none" if ranks else "exact_match,none"
    print(f"{'task':40} {'ours':>8} {'harness':>8}  questions  other outputs")
    for task, rows in answers.items():
        samples = sorted(result["samples"][task], key=lambda sample: sample["doc_id"])
        other = 0
        for row, sample in zip(rows, samples, strict=True):
            if ranks:
                likelihoods = [float(answer[0]) for answer in sample["filtered_resps"]]
                theirs = row["options"][max(range(len(likelihoods)), key=lambda index: likelihoods[index])]
            else:
                theirs = sample["filtered_resps"][0]
            if theirs.strip() != row["prediction"].strip():
                other += 1
                print(f"  {task} {row['id']}: ours {row['prediction']!r}, harness {theirs!r}", file=sys.stderr)
        ours, theirs = scores[task], result["results"][task][metric]
        if abs(ours - theirs) > 1e-9 and not other:
            other = 1
        differing += other
        questions += len(rows)
        print(f"{task:40} {ours:8.4f} {theirs:8.4f}  {len(rows):9}  {other:13}")
    print(f"{differing} of {questions} questions differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
