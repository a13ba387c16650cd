/// The nine chain-of-thought sets that Flan was finetuned on (Chung et al. 2022, Appendix A.4), known by their names.
package enum ChainOfThoughtSet: String, Sendable, CaseIterable {
  case aqua, creak, ecqa, esnli, gsm8k, qasc, qed
  case senseMaking = "sensemaking"
  case strategyQA = "strategyqa"

  /// The templates of all of them, with which questions are also turned round.
  static let family = "chain-of-thought"
  /// Words of names that do not tell which set it is: of collections, of splits, of kinds of template.
  private static let idleWords: Set<Substring> = [
    "cot", "stream", "flan", "train", "training", "dev", "val", "valid", "validation", "test", "data", "set",
    "zs", "fs", "opt", "noopt", "10templates",
  ]
  private static let otherNames = [
    "aquarat": aqua, "snlie": esnli, "gsm": gsm8k, "comve": senseMaking, "sensemake": senseMaking,
  ]

  /// The set that a file or task of this name holds, however it is spelt: `creak_train`, `cot_strategy-qa`, `e-SNLI`.
  package init?(named name: String) {
    let key = TaskNameKey.words(of: name).filter { !Self.idleWords.contains($0) }.joined()
    guard let set = Self(rawValue: key) ?? Self.otherNames[key] else { return nil }
    self = set
  }

  /// How its rationales were written: those of AQuA and QED only circle around the answer, and Flan asks for them as a
  /// "stream of consciousness".
  package var rationaleKind: InstructionTask.RationaleKind {
    switch self {
    case .aqua, .qed: .stream
    default: .reasoned
    }
  }
}
