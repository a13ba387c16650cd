"""Reads a run's tb/ with TensorBoard's own reader and holds it against metrics.jsonl and eval/*/summary.json.

    pip install tensorboard && python Tests/References/tensorboard_reader.py runs/flan-smoke

Every step's loss, every evaluation's exact match and sample answers, and every histogram of update sizes must be there.
"""

import json
import math
import pathlib
import sys

from tensorboard.backend.event_processing import event_accumulator


def close(found, expected):
    return math.isclose(found, expected, rel_tol=1e-6) or (math.isnan(found) and expected == "nan")


def main(run):
    run = pathlib.Path(run)
    everything = {kind: 0 for kind in (event_accumulator.SCALARS, event_accumulator.TENSORS, event_accumulator.HISTOGRAMS)}
    reader = event_accumulator.EventAccumulator(str(run / "tb"), size_guidance=everything)
    reader.Reload()
    tags = reader.Tags()
    rows = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]

    losses = {event.step: event.value for event in reader.Scalars("train/loss")}
    steps = {row["step"]: row["loss"] for row in rows if row["event"] == "step"}
    assert losses.keys() == steps.keys(), (len(losses), len(steps))
    assert all(close(losses[step], steps[step]) for step in steps)

    evaluations = [row for row in rows if row["event"] == "evaluation"]
    for group in ("heldOutInstances", "heldOutClusters"):
        key = f"{group}/exactMatch"
        expected = {row["step"]: row[key] for row in evaluations if key in row}
        found = {event.step: event.value for event in reader.Scalars(key)} if expected else {}
        assert found.keys() == expected.keys() and all(close(found[s], expected[s]) for s in expected), key

    texts = [tag for tag in tags["tensors"] if tag.startswith("answers/")]
    for row in evaluations:
        summary = json.loads((run / f"eval/step-{row['step']:08}/summary.json").read_text())
        for format in {sample["format"] for sample in summary["samples"]}:
            assert f"answers/{format}" in texts, texts
            events = [e for e in reader.Tensors(f"answers/{format}") if e.step == row["step"]]
            text = events[0].tensor_proto.string_val[0].decode("utf-8")
            for sample in summary["samples"]:
                if sample["format"] == format:
                    assert sample["task"] in text and all(line in text for line in sample["prompt"].splitlines())
    for tag in texts:
        assert reader.SummaryMetadata(tag).plugin_data.plugin_name == "text"

    sizes = [row for row in rows if row["event"] == "stepSizes"]
    if sizes:
        histograms = {event.step: event.histogram_value for event in reader.Histograms("stepSizes/tensors")}
        assert histograms.keys() == {row["step"] for row in sizes}
        for row in sizes:
            histogram = histograms[row["step"]]
            assert histogram.num == len(row["updates"]) == sum(histogram.bucket)
            assert close(histogram.max, max(row["updates"].values()))
    print(f"{len(steps)} steps, {len(evaluations)} evaluations, {len(texts)} texts, {len(sizes)} histograms: as written")


if __name__ == "__main__":
    main(sys.argv[1])
