"""Compares the command with the SentencePiece library on real text: ids and decoding.

Needs:  pip install sentencepiece==0.2.3
Run:    python Tests/References/tokenization_comparison.py VOCABULARY FOLDER COMMAND
        VOCABULARY is a `spiece.model`, FOLDER holds text files at any depth, COMMAND is the built
        `flan-train` (`swift build -c release`). Speed is measured by `make bench`.

Every line of every file that is UTF-8 is compared, and every line of every string inside JSON files: there the raw line
has escapes where the text has characters. A line with the name of a sentinel is cut there for the library, as the
tokenizer of transformers does. Files that are not UTF-8 are named. The exit status is 1 if anything differs.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import sentencepiece

SENTINEL = re.compile(r"<extra_id_(?:0|[1-9][0-9]?)>")


def strings(value):
    """All strings of a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for element in value:
            yield from strings(element)
    elif isinstance(value, dict):
        for key, element in value.items():
            yield key
            yield from strings(element)


def inner_lines(path, text):
    """The lines of the strings of a JSON or JSON Lines file."""
    try:
        values = [json.loads(line) for line in text.splitlines() if line.strip()] if path.suffix == ".jsonl" else [json.loads(text)]
    except ValueError:
        return []
    return [line for value in values for string in strings(value) for line in lines_of(string)]


def lines_of(text):
    """As the command reads them: line feeds end lines, with or without a carriage return before."""
    *ended, last = text.split("\n")
    return [line.removesuffix("\r") for line in ended] + ([last] if last else [])


def text_files(folder):
    texts, others = [], []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            texts.append((path, path.read_bytes().decode("utf-8")))
        except UnicodeDecodeError:
            others.append(path)
    return texts, others


class Reference:
    """The library, with sentinels as transformers has them."""

    def __init__(self, vocabulary):
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
        self.size = self.processor.get_piece_size() + 100

    def encode(self, line):
        ids, position = [], 0
        for match in SENTINEL.finditer(line):
            stretch = line[position:match.start()]
            ids += self.processor.encode(stretch.strip() if position else stretch.rstrip())
            ids.append(self.size - 1 - int(match.group()[10:-1]))
            position = match.end()
        rest = line[position:]
        return ids + self.processor.encode(rest.lstrip() if position else rest)

    def decode(self, ids):
        parts, stretch = [], []
        for id in ids:
            if id >= self.size - 100:
                parts += [self.processor.decode(stretch).strip(), f"<extra_id_{self.size - 1 - id}>"]
                stretch = []
            else:
                stretch.append(id)
        if not parts:
            return self.processor.decode(stretch)
        return " ".join(part for part in parts + [self.processor.decode(stretch).strip()] if part)


def run(command, arguments, lines):
    """The lines that the command makes of lines."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lines"
        # With both bytes, a carriage return before them stays a part of the line.
        source.write_bytes("".join(line + "\r\n" for line in lines).encode())
        output = subprocess.run([command, "tokenize", *arguments, str(source)], stdout=subprocess.PIPE, check=True).stdout
    result = output.decode().split("\n")[:-1]
    if len(result) != len(lines):
        sys.exit(f"{len(lines)} lines became {len(result)}")
    return result


def compare(name, lines, reference, vocabulary, command):
    """Counts of lines and of differences; shows the first ones."""
    expected = [reference.encode(line) for line in lines]
    found = [json.loads(line) for line in run(command, [vocabulary], lines)]
    texts = [reference.decode(ids) for ids in expected]
    arrays = [json.dumps(ids) for ids in expected]
    # A decoded line feed would be a line of its own: those lines are left to the fixtures.
    decodable = [index for index, text in enumerate(texts) if "\n" not in text]
    decoded = run(command, [vocabulary, "--decode"], [arrays[index] for index in decodable])
    differing = [index for index in range(len(lines)) if expected[index] != found[index]]
    wrong = [index for index, text in zip(decodable, decoded) if texts[index] != text]
    for index in differing[:3]:
        print(f"  {name}: ids of {lines[index][:80]!r}: {found[index][:12]} instead of {expected[index][:12]}")
    for index in wrong[:3]:
        print(f"  {name}: decoding of {expected[index][:12]} should give {texts[index][:80]!r}")
    return {"lines": len(lines), "decoded": len(decodable), "characters": sum(map(len, lines)),
            "ids": sum(map(len, expected)), "sentinel lines": sum(bool(SENTINEL.search(line)) for line in lines),
            "differing ids": len(differing), "differing decodings": len(wrong)}


def report(title, counts):
    print(f"{title}:", ", ".join(f"{count} {name}" for name, count in counts.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("command")
    parser.add_argument("--tokenizer-json", help="a tokenizer.json of the same vocabulary, which must give the same")
    arguments = parser.parse_args()
    reference = Reference(arguments.vocabulary)
    texts, others = text_files(arguments.folder)
    print(f"{len(texts)} text files, {len(others)} others: {', '.join(path.name for path in others)}")
    raw, inner = {}, {}
    opened = arguments.tokenizer_json or str(arguments.vocabulary)
    for path, text in texts:
        for total, lines in [(raw, lines_of(text)), (inner, inner_lines(path, text) if path.suffix in (".json", ".jsonl") else [])]:
            if not lines:
                continue
            for name, count in compare(path.name, lines, reference, opened, arguments.command).items():
                total[name] = total.get(name, 0) + count
    report("lines of files", raw)
    report("lines of strings in JSON files", inner)
    differences = sum(total.get(name, 0) for total in (raw, inner) for name in ("differing ids", "differing decodings"))
    print("no difference" if differences == 0 else f"{differences} DIFFERENCES")
    sys.exit(0 if differences == 0 else 1)


main()
