"""Text to ids by the C++ sentencepiece on one thread; the whole list in one call, so that Python is no part of it."""

import sentencepiece

import protocol


def prepare(work):
    processor = sentencepiece.SentencePieceProcessor(model_file=work["vocabulary"])
    with open(work["text"], encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    amount = sum(len(line.encode()) for line in lines)

    def repeat(_):
        seconds, ids = protocol.timed(lambda: processor.encode(lines, num_threads=1))
        return {"seconds": seconds, "amount": amount, "result": [sum(map(len, ids)), sum(map(sum, ids))]}

    return repeat, {"sentencepiece": sentencepiece.__version__}


protocol.serve(prepare)
