/// What the name of a file or folder says of the part of a data set that it holds: `train`, `qa_test`,
/// `validation-00000-of-00002`.
struct SplitName: Equatable {
  /// The parts that data sets come in.
  enum Part: Equatable {
    case training
    case evaluation
  }

  private static let training: Set<String> = ["train", "training"]
  private static let evaluation: Set<String> = [
    "test", "testing", "validation", "valid", "val", "dev", "eval", "evaluation",
  ]

  /// The part.
  let part: Part
  /// What the name is without its part, which a training set and its test set share.
  let base: String

  /// The part that a name without extensions tells; `nil` where it tells none.
  ///
  /// The word stands first or last: in the middle of a name it is some other word.
  init?(_ stem: String) {
    let words = Self.withoutShard(stem).split(omittingEmptySubsequences: false) { "-_. ".contains($0) }.map(
      String.init)
    for index in Set([words.count - 1, 0]).sorted(by: >) {
      let word = words[index].lowercased()
      guard
        let part: Part = Self.training.contains(word)
          ? .training : Self.evaluation.contains(word) ? .evaluation : nil
      else { continue }
      self.part = part
      var rest = words
      rest.remove(at: index)
      base = rest.joined(separator: "-").lowercased()
      return
    }
    return nil
  }

  /// A name without the number of a shard: `train-00000-of-00002` is `train`.
  static func withoutShard(_ stem: String) -> String {
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count > 3, parts[parts.count - 2] == "of", parts[parts.count - 1].isNumber,
      parts[parts.count - 3].isNumber
    else { return stem }
    return parts.dropLast(3).joined(separator: "-")
  }

  /// The names of `stems` that are evaluation parts of a data set whose training part is among them as well.
  static func evaluationParts(of stems: [String]) -> Set<String> {
    let bases = Set(stems.compactMap { SplitName($0) }.filter { $0.part == .training }.map(\.base))
    return Set(
      stems.filter { stem in
        guard let name = SplitName(stem), name.part == .evaluation else { return false }
        return bases.contains(name.base)
      })
  }
}

extension Substring {
  fileprivate var isNumber: Bool { !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
