"""Reads the front matter of model cards by `flan-train export` with PyYAML, as hubs do.

    pip install pyyaml
    python Tests/References/model_card.py FOLDER [FOLDER...]

Each folder is an exported model. Without a folder: the quoted texts of `YAMLTests`, read back.
"""

import pathlib
import re
import sys

import yaml


def front_matter(folder):
    text = (pathlib.Path(folder) / "README.md").read_text()
    fence, matter, _ = re.split(r"^---$", text, maxsplit=2, flags=re.MULTILINE)
    assert fence == ""
    return yaml.safe_load(matter)


def check(card):
    texts = {"library_name": str, "pipeline_tag": str, "license": str, "base_model": str}
    for key, kind in texts.items():
        assert isinstance(card.get(key, ""), kind), key
    for key in ("tags", "language", "datasets", "metrics"):
        assert all(isinstance(value, str) for value in card.get(key, [])), key
    for entry in card.get("model-index", []):
        assert isinstance(entry["name"], str)
        for result in entry["results"]:
            assert isinstance(result["task"]["type"], str)
            assert isinstance(result["dataset"]["name"], str) and isinstance(result["dataset"]["type"], str)
            for metric in result["metrics"]:
                assert isinstance(metric["value"], float) and isinstance(metric["name"], str)
                assert metric["type"] in card["metrics"]


def check_quoting():
    source = (pathlib.Path(__file__).parent.parent / "TrainingTests/Export/YAMLTests.swift").read_text()
    found = re.findall(r'\("((?:[^"\\]|\\.)*)", #"(.*?)"#\)', source)
    assert len(found) > 5, found
    for swift, quoted in found:
        text = re.sub(r"\\u\{([0-9A-F]+)\}", lambda match: chr(int(match[1], 16)), swift)
        text = text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")
        assert yaml.safe_load(quoted) == text, (quoted, text)
    print(len(found), "texts are read back")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        check_quoting()
    for name in sys.argv[1:]:
        content = front_matter(name)
        check(content)
        print(f"{name}: {content}")
