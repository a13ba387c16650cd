/// The nine chain-of-thought sets that Flan was finetuned on (Chung et al. 2022, Appendix A.4), known by
/// their names.
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

  /// The set that a file or task of this name holds, however it is spelt: `creak_train`, `cot_strategy-qa`,
  /// `e-SNLI`.
  package init?(named name: String) {
    let key = TaskNameKey.words(of: name).filter { !Self.idleWords.contains($0) }.joined()
    guard let set = Self(rawValue: key) ?? Self.otherNames[key] else { return nil }
    self = set
  }

  /// How its rationales were written: those of AQuA and QED only circle around the answer, and Flan asks for
  /// them as a "stream of consciousness".
  package var rationaleKind: InstructionTask.RationaleKind {
    switch self {
    case .aqua, .qed: .stream
    default: .reasoned
    }
  }
}

/// Which column of a chain-of-thought table is what.
struct ChainOfThoughtColumns: Equatable {
  var question = 0
  var answer = 1
  var rationale = 2

  /// Question, answer, rationale, as Flan's files have them.
  static let standard = ChainOfThoughtColumns()

  private init() {}

  private static let questions: Set<String> = [
    "question", "input", "inputs", "prompt", "query", "problem", "claim",
  ]
  private static let answers: Set<String> = ["answer", "output", "target", "targets", "finalanswer", "label"]
  private static let rationales: Set<String> = [
    "rationale", "rationales", "explanation", "reasoning", "reason", "reasons", "chainofthought", "cot",
    "thought", "thoughts", "steps",
  ]

  /// The columns that a first row names; `nil` where it does not name all three.
  init?(heading fields: [String]) {
    let names = fields.map { TaskNameKey.words(of: $0).joined() }
    guard names.count == 3, let question = names.firstIndex(where: Self.questions.contains),
      let answer = names.firstIndex(where: Self.answers.contains),
      let rationale = names.firstIndex(where: Self.rationales.contains)
    else { return nil }
    (self.question, self.answer, self.rationale) = (question, answer, rationale)
  }
}

/// Whether a table of three columns is one of questions, answers and rationales.
enum ChainOfThoughtLook {
  /// How many rows are looked at.
  static let rows = 200

  /// Whether the name of a file, or of the folder that it lies in, has words for it.
  static func isNamed(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    return (parts.dropLast().suffix(1) + [TaskFileName.stem(of: path)]).contains { name in
      let words = TaskNameKey.words(of: name)
      return words.contains { $0 == "cot" || $0 == "rationale" || $0 == "rationales" }
        || words.joined(separator: " ").contains("chain of thought")
    }
  }

  /// Whether a row reads like names of columns: short, different, and without a sentence's marks.
  static func isHeading(_ fields: [String]) -> Bool {
    let names = fields.map { $0.trimmed.lowercased() }
    return Set(names).count == names.count
      && names.allSatisfy { name in
        guard let first = name.unicodeScalars.first, first.properties.isAlphabetic else { return false }
        return (2...30).contains(name.utf8.count) && !name.contains { ".?!:;,\"".contains($0) }
          && name.split(separator: " ").count <= 3
      }
  }

  /// Whether nearly all rows have a question, an answer that is shorter than it, and a sentence that is
  /// longer than the answer.
  ///
  /// A premise, a hypothesis and a label do not, nor do a text, its translation and a number.
  static func isShown(in rows: [[String]]) -> Bool {
    if rows.isEmpty { return false }
    let fitting = rows.count { row in
      let (question, answer, rationale) = (row[0].trimmed, row[1].trimmed, row[2].trimmed)
      let isAsked = question.contains("?") || question.lowercased().contains("options:")
      let isSentence =
        rationale.split(separator: " ").count >= 4 && ".!?)".contains(rationale.last ?? " ")
      return isAsked && isSentence && !answer.isEmpty && !answer.contains("?")
        && answer.count < question.count && answer.count < rationale.count
    }
    return Double(fitting) >= 0.9 * Double(rows.count)
  }
}
