"""transformers_first_token.py MODEL THREADS PROMPT: prints the first token of an answer."""

import sys

import torch
from transformers import T5ForConditionalGeneration, T5Tokenizer

model_folder, threads, prompt = sys.argv[1:]
torch.set_num_threads(int(threads))
tokenizer = T5Tokenizer.from_pretrained(model_folder)
model = T5ForConditionalGeneration.from_pretrained(model_folder, dtype=torch.float32).eval()
with torch.inference_mode():
    ids = model.generate(**tokenizer(prompt, return_tensors="pt"), do_sample=False, num_beams=1, max_new_tokens=1)
try:
    print(repr(tokenizer.decode(ids[0])), flush=True)
except IndexError:  # random weights may choose a row of the table that no piece has
    print(ids[0].tolist(), flush=True)
