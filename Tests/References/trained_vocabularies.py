"""Writes what the sentencepiece library makes of texts by the vocabularies that our trainers have written.

The files are ../TokenizationTests/Fixtures/trained/*.model; TrainedVocabularyTests tells where it has put new ones when the
trainers write other bytes.

Needs: pip install sentencepiece
Run: python3 trained_vocabularies.py > ../TokenizationTests/Fixtures/trained_vocabularies.json
"""

import json
import pathlib

import sentencepiece

TEXTS = [
    "the baker counts 12 pears",
    "  her neighbour   remembers the lanterns ",
    "a captain repairs 340 stamps",
    "the gardener carries the river stones",
    "counting pears, remembering gardens.",
    "ＦＵＬＬ width ﬁ ligature",
    "café naïve 東京",
    "{braces} and marks",
    "never seen: Ωmega 🙂",
    "3",
    "",
]


def main():
    folder = pathlib.Path(__file__).parent / "../TokenizationTests/Fixtures/trained"
    result = {}
    for path in sorted(folder.glob("*.model")):
        processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        assert (processor.pad_id(), processor.eos_id(), processor.unk_id(), processor.bos_id()) == (0, 1, 2, -1)
        texts = []
        for text in TEXTS:
            ids = processor.encode(text)
            texts.append({"text": text, "ids": ids, "decoded": processor.decode([i for i in ids if i != 2])})
        result[path.name] = {"size": processor.get_piece_size(), "texts": texts}
    print(json.dumps(result, ensure_ascii=False, indent=1))


main()
