import ArgumentParser
import Diagnostics
import Tokenization

/// The option of verbs that ask a model which says what is written around prompts.
struct TurnArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write a family's markers of turns around prompts: \(TurnArguments.words), 'none', or a file as \(TurnFormat.fileName); "
        + "default: as the model's folder has it.",
      valueName: "family"),
    completion: .list(TurnArguments.names))
  var turns: String?

  private static let families = TurnFormat.Family.allCases.map(\.rawValue)
  private static let words = families.joined(separator: ", ")
  private static let names = families + [TurnFormat.none]

  /// The markers; `nil` where the call does not say.
  /// - Throws: `TurnError`, `FileError`, `JSONError`.
  func markers() throws -> TurnFormat? { try turns.map { try TurnFormat(named: $0) } }
}
