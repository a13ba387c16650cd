#!/usr/bin/env python3
"""Makes Data/Inventory/flan-collection.tsv: the facts about the Flan collection's tasks, without any of their texts.

    Scripts/inventory.py flan_collection_info.csv niv2_definitions_positive_examples.json > Data/Inventory/flan-collection.tsv

The two files are those of the Flan repository (flan/v2, Apache-2.0). Taken over are names, categories, languages and
counts of examples. Definitions and examples are not. Standard library only.
"""

import ast
import csv
import json
import re
import sys

# Natural Instructions tasks that are made of MMLU; the Flan code leaves them out (NIV2_MMLU_TASK_KEYS).
MMLU_NUMBERS = set(range(664, 668)) | set(range(685, 738))
# Sources whose categories say which are inversions of others.
NAMED_INVERSIONS = {"FLAN", "FLAN/T0"}
# Sources whose second and later categories are inversions of the first.
WITH_INVERSIONS = {"CoT", "Dialog", "Program Synthesis"}
NATURAL_INSTRUCTIONS = "NIv2"
COLUMNS = ["source", "name", "dataset", "category", "languages", "examples", "held out"]


def languages(text):
    return ", ".join(ast.literal_eval(text)) if text.startswith("[") else text


def held_out(source, name):
    number = re.match(r"task(\d+)_", name)
    is_mmlu = source == NATURAL_INSTRUCTIONS and number and int(number.group(1)) in MMLU_NUMBERS
    return "mmlu" if is_mmlu else ""


def key(name):
    """The list of Natural Instructions has 41 tasks twice, once with '-' and once with '_'."""
    return name.lower().replace("-", "_")


def rows(table, natural_instructions):
    seen = set()
    listed = set()
    for row in table:
        source, dataset = row["Source"], row["Dataset"]
        if source in (NATURAL_INSTRUCTIONS, "T0"):
            name = row["Specific Task Category"]
        elif source in WITH_INVERSIONS and (source, dataset) in seen:
            name = dataset + "_ii"
        elif source in NAMED_INVERSIONS and row["Generic Task Category"].startswith("Inverted"):
            name = dataset + "_ii"
        else:
            name = dataset
        seen.add((source, dataset))
        examples = natural_instructions.pop(name, {}).get("number_examples", "") if source == NATURAL_INSTRUCTIONS else ""
        listed.add(key(name))
        yield [source, name, dataset, row["Generic Task Category"], languages(row["Languages"]), examples, held_out(source, name)]
    # Tasks that the table of the collection leaves out.
    for name, task in natural_instructions.items():
        if key(name) in listed:
            continue
        listed.add(key(name))
        yield [NATURAL_INSTRUCTIONS, name, "", "", "", task["number_examples"], held_out(NATURAL_INSTRUCTIONS, name)]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    with open(sys.argv[2], encoding="utf-8") as file:
        natural_instructions = json.load(file)
    print("\t".join(COLUMNS))
    for row in sorted(rows(table, natural_instructions), key=lambda row: [str(cell) for cell in row]):
        print("\t".join(str(cell) for cell in row))


main()
