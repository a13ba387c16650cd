"""Makes Tests/EvaluationTests/Fixtures/answer-metrics.json: for small sets of answers with several references, answer by
answer and for the set, ROUGE-1, -2 and -L of rouge_score 0.1.2, BLEU and chrF of sacreBLEU 2.6.0 and SQuAD's F1 of
transformers 4.57; and the words of sacreBLEU's tokenizer.

    pip install rouge-score sacrebleu==2.6.0 'transformers<5' && python Tests/References/answer_metrics.py
"""

import json
import pathlib
import random

import sacrebleu
from rouge_score import rouge_scorer
from transformers.data.metrics.squad_metrics import compute_f1

WORDS = """the The a an cat cats sat on mat happily running runners relational Zürich naïve l'été it's 3.5 1,800 1-2
well-known U.S. e.g. (see) "so" end. what? wait... a,b $5 100% &amp; &lt;b&gt; <skipped> x- Привет мир, 你好世界 大家好。
日本語の文 {x} [1] don't — end- C++""".split()


def texts(draw, longest):
    return draw.choice([" ", "  ", "\n"]).join(draw.choices(WORDS, k=draw.randrange(longest)))


def altered(draw, text):
    """A text that has most words of `text`, so that longer runs are in common."""
    words = [word for word in text.split() if draw.random() > 0.15]
    if words and draw.random() < 0.5:
        words.insert(draw.randrange(len(words)), draw.choice(WORDS))
    return " ".join(words)


def bleu(answers, references):
    most = max(map(len, references))
    streams = [[entry[i] if i < len(entry) else None for entry in references] for i in range(most)]
    return sacrebleu.BLEU().corpus_score(answers, streams).score / 100


def chrf(answers, references):
    most = max(map(len, references))
    streams = [[entry[i] if i < len(entry) else None for entry in references] for i in range(most)]
    return sacrebleu.CHRF().corpus_score(answers, streams).score / 100


def scores(scorer, answer, references):
    rouge = scorer.score_multi(targets=references, prediction=answer)
    return {
        "rouge1": rouge["rouge1"].fmeasure,
        "rouge2": rouge["rouge2"].fmeasure,
        "rougeL": rouge["rougeL"].fmeasure,
        "tokenF1": float(max(compute_f1(reference, answer) for reference in references)),
        "chrF": chrf([answer], [references]),
    }


def main():
    draw = random.Random(11)
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    sets = []
    for number in range(24):
        answers, references = [], []
        for _ in range(draw.randrange(1, 7)):
            wanted = [texts(draw, 4 if number % 6 == 0 else 14) for _ in range(draw.randrange(1, 4))]
            references.append(wanted)
            answer = texts(draw, 10) if draw.random() < 0.25 else altered(draw, draw.choice(wanted))
            answers.append(" ".join(answer.split()))  # As the evaluation reads answers.
        entries = [
            {"answer": answer, "references": wanted, "scores": scores(scorer, answer, wanted)}
            for answer, wanted in zip(answers, references)
        ]
        scored = {"bleu": bleu(answers, references), "chrF": chrf(answers, references)}
        sets.append({"entries": entries, **scored})
    tokenizer = sacrebleu.BLEU().tokenizer
    plain = [texts(draw, 12) for _ in range(40)]
    words = [{"text": text, "words": tokenizer(text.rstrip()).split()} for text in plain]
    path = pathlib.Path(__file__).parent.parent / "EvaluationTests" / "Fixtures" / "answer-metrics.json"
    text = json.dumps({"sets": sets, "words": words}, ensure_ascii=False, indent=0)
    path.write_text(text + "\n", encoding="utf-8")


main()
