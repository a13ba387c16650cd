"""Greedy generation of a decoder-only model by llama.cpp in float32, rows of a batch as its parallel sequences."""

import ctypes
import json
import os

import gguf
import llama_cpp
import numpy
from safetensors.numpy import load_file

import protocol

# What a block's weights are called there.
NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
}


def interleaved(weight, heads):
    """Rows of queries or keys as llama.cpp turns them: the elements of a pair side by side."""
    size = weight.shape[0] // heads
    return weight.reshape(heads, 2, size // 2, -1).swapaxes(1, 2).reshape(weight.shape)


def convert(folder, path):
    """Writes the Llama of a Hugging Face folder as a GGUF file without a vocabulary."""
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    heads, key_heads = config["num_attention_heads"], config["num_key_value_heads"]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(config.get("max_position_embeddings") or 8192)
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(key_heads)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_rope_dimension_count(config["hidden_size"] // heads)
    writer.add_vocab_size(config["vocab_size"])
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("no_vocab")
    fixed = {
        "model.embed_tokens.weight": "token_embd.weight",
        "model.norm.weight": "output_norm.weight",
        "lm_head.weight": "output.weight",
    }
    for name, weight in load_file(os.path.join(folder, "model.safetensors")).items():
        if name not in fixed:
            _, _, block, part = name.removesuffix(".weight").split(".", 3)
            if part in ("self_attn.q_proj", "self_attn.k_proj"):
                weight = interleaved(weight, heads if part == "self_attn.q_proj" else key_heads)
            fixed[name] = f"blk.{block}.{NAMES[part]}.weight"
        writer.add_tensor(fixed[name], numpy.ascontiguousarray(weight, dtype=numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return config


class Decoder:
    """A context with room for some rows."""

    def __init__(self, path, work, longest):
        llama_cpp.llama_backend_init()
        # Kept, for a callback that is collected is called all the same.
        self.log = llama_cpp.llama_log_callback(lambda level, text, data: None)
        llama_cpp.llama_log_set(self.log, ctypes.c_void_p(0))
        self.model = llama_cpp.llama_model_load_from_file(
            path.encode(), llama_cpp.llama_model_default_params()
        )
        rows = work["rows"]
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = rows * (longest + work["targetLength"])
        parameters.n_batch = rows * longest
        parameters.n_seq_max = rows
        parameters.n_threads = parameters.n_threads_batch = work["threads"]
        parameters.type_k = parameters.type_v = 0  # float32
        self.context = llama_cpp.llama_init_from_model(self.model, parameters)
        if not self.context:
            raise RuntimeError("no context")
        self.batch = llama_cpp.llama_batch_init(rows * longest, 0, 1)
        self.vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))

    def decode(self, tokens):
        """The likeliest token after each of (row, place, token) that asks for it."""
        batch = self.batch
        batch.n_tokens = len(tokens)
        for index, (row, place, token, is_last) in enumerate(tokens):
            batch.token[index], batch.pos[index] = token, place
            batch.n_seq_id[index], batch.seq_id[index][0] = 1, row
            batch.logits[index] = is_last
        if llama_cpp.llama_decode(self.context, batch) != 0:
            raise RuntimeError("llama_decode failed")
        found = []
        for index, (_, _, _, is_last) in enumerate(tokens):
            if is_last:
                logits = llama_cpp.llama_get_logits_ith(self.context, index)
                found.append(int(numpy.ctypeslib.as_array(logits, (self.vocabulary,)).argmax()))
        return found

    def generate(self, prompts, count):
        """The answers of a batch, `count` tokens each."""
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.context), True)
        tokens = self.decode(
            [(row, place, token, place == len(ids) - 1)
             for row, ids in enumerate(prompts) for place, token in enumerate(ids)]
        )
        answers = [[token] for token in tokens]
        for step in range(count - 1):
            tokens = self.decode(
                [(row, len(prompts[row]) + step, answer[-1], True) for row, answer in enumerate(answers)]
            )
            for answer, token in zip(answers, tokens):
                answer.append(token)
        return answers


def prepare(work):
    path = os.path.join(work["model"], "model.gguf")
    if not os.path.exists(path):
        convert(work["model"], path)
    # Without the end of sequence: what follows is the answer.
    prompts = [ids[:-1] for ids in protocol.pairs(work)[0]]
    decoder = Decoder(path, work, max(map(len, prompts)))
    rows = work["rows"]

    def generate():
        parts = [prompts[start : start + rows] for start in range(0, len(prompts), rows)]
        return [answer for part in parts for answer in decoder.generate(part, work["targetLength"])]

    def repeat(_):
        seconds, answers = protocol.timed(generate)
        tokens = [token for answer in answers for token in answer]
        return {"seconds": seconds, "amount": len(tokens), "result": tokens}

    return repeat, {"llama-cpp-python": llama_cpp.__version__}


protocol.serve(prepare)
