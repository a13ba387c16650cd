/// One task of the Flan collection, as a fact: its name and what kind of task it is, none of its texts.
package struct InventoryTask: Sendable, Equatable, Codable {
  /// The part of the collection: `CoT`, `NIv2`, `T0`, `FLAN`, `FLAN/T0`, `Dialog`, `Program Synthesis`.
  package var source: String
  /// The name by which the collection goes; input inversions of a data set end in `_ii`.
  package var name: String
  /// The data set that it is made from; empty where that is not known.
  package var dataset: String
  /// The kind of task; empty where that is not known.
  package var category: String
  /// The languages of inputs and outputs.
  package var languages: [String]
  /// How many examples it has, where that is known.
  package var examples: Int?
  /// The evaluation suite that it is part of, so that it must not be trained on: `mmlu`.
  package var heldOutSuite: String?

  /// Whether it is another task turned round, which templates make of that one.
  package var isInversion: Bool { name.hasSuffix("_ii") }

  /// The part of the paper's mixture that it belongs to.
  package var part: InventoryPart {
    switch source {
    case "CoT": .chainOfThought
    case "T0": .t0
    case "NIv2": .naturalInstructions
    default: .muffin
    }
  }
}

/// The parts in which the paper counts its 1,836 tasks (Chung et al. 2022, section 2.1 and figure 2).
package enum InventoryPart: String, Sendable, Codable, CaseIterable {
  case chainOfThought = "cot"
  case muffin
  case t0 = "t0-sf"
  case naturalInstructions = "niv2"

  /// How many tasks the paper counts.
  package var paperCount: Int {
    switch self {
    case .chainOfThought: 9
    case .muffin: 80
    case .t0: 193
    case .naturalInstructions: 1_554
    }
  }
}
