import ArgumentParser
import Diagnostics

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
    "serve": "generate", "encode": "tokenize", "decode": "tokenize", "tokenizer": "tokenize",
    "check": "validate", "lint": "validate", "verify": "validate", "dry-run": "plan", "dryrun": "plan",
    "estimate": "plan", "preprocess": "cache", "prepare": "cache", "show": "inspect", "view": "inspect",
    "preview": "inspect", "data": "inspect", "convert": "export", "save": "export", "push": "export",
    "merge": "export", "diff": "compare", "config-schema": "schema", "settings": "schema",
    "loglikelihood": "score", "perplexity": "score", "prompts": "templates", "datasets": "tasks",
    "usage": "help", "man": "help", "version": "--version",
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
    let without = ["generate", "score", "tokenize", "templates", "report", "compare", "export", "schema"]
    return !without.contains(word)
  }
}
