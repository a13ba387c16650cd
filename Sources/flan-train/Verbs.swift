import ArgumentParser
import Diagnostics
import Foundation

/// The verbs of the command.
enum Verbs {
  /// All of them, in the order of the help.
  static let names = FlanTrain.configuration.subcommands.compactMap { $0.configuration.commandName }

  /// What other programs call them.
  private static let foreignNames = [
    "finetune": "train", "fine-tune": "train", "fit": "train", "run": "train", "start": "train",
    "continue": "resume", "evaluate": "eval", "evaluation": "eval", "test": "eval",
    "benchmark": "eval", "predict": "generate", "infer": "generate", "inference": "generate",
    "chat": "generate", "ask": "generate", "answer": "generate", "complete": "generate",
    "serve": "generate", "vocab": "vocabulary", "sentencepiece": "vocabulary", "spm_train": "vocabulary",
    "encode": "tokenize", "decode": "tokenize", "tokenizer": "tokenize",
    "check": "validate", "lint": "validate", "certify": "verify", "certificate": "verify", "audit": "verify",
    "dry-run": "plan", "dryrun": "plan",
    "estimate": "plan", "preprocess": "cache", "prepare": "cache", "show": "inspect", "view": "inspect",
    "preview": "inspect", "data": "inspect", "convert": "export", "save": "export", "push": "export",
    "merge": "export", "diff": "compare", "config-schema": "schema", "settings": "schema",
    "studies": "study", "experiment": "study", "sweep": "study", "ablation": "study", "finding": "study",
    "loglikelihood": "score", "perplexity": "score", "prompts": "templates", "datasets": "tasks",
    "generate-data": "grid", "synthetic": "grid", "gpus": "devices", "gpu": "devices", "plugins": "devices",
    "hardware": "devices", "platforms": "devices", "accelerators": "devices", "usage": "help", "man": "help",
    "version": "--version",
  ]

  /// The verb that was probably meant.
  static func nearest(to word: String) -> String? {
    let word = word.lowercased()
    if let verb = foreignNames[word] { return verb }
    if let near = NearestName.suggestion(for: word, in: names + ["help"]) { return near }
    return NearestName.suggestion(for: word, in: foreignNames.keys).flatMap { foreignNames[$0] }
  }

  /// Whether settings may follow the verb; a word that is none is a recipe that is to be trained.
  static func takesSettings(_ word: String) -> Bool {
    let without = [
      "generate", "score", "tokenize", "templates", "report", "compare", "export", "grid", "schema", "study",
      "devices", "verify",
    ]
    return !without.contains(word)
  }
}

/// What a call without any word shows: the first three lines to type, and where to read on.
///
/// It exits with 64, as git, go and uv tell a bare call from one that has done something: 0 says that a run
/// is done, and a job script whose variable is empty (`flan-train $RECIPE`) must not look like one.
enum FirstHelp {
  static let text = """
    flan-train finetunes language models: the Flan recipe as one command.

    Three lines to begin with, from any folder; each takes seconds:

      flan-train plan recipes/flan-smoke.json
          what a run will take, before it starts
      flan-train recipes/flan-smoke.json
          trains a tiny model into runs/flan-smoke; once more goes on
      flan-train generate runs/flan-smoke 'Reverse the list: red, green, blue'
          asks it (too small to know); without a prompt, a conversation

    recipes/flan-small.json in their place takes minutes, and its model answers.
    All verbs: flan-train --help. One of them: flan-train help train.
    """
}
