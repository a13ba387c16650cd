import Diagnostics
import Models
import RunTestSupport
import Testing

@testable import Settings
@testable import Setup

/// Patterns of the names of parameters.
@Suite struct FrozenParametersTests {
  private static let model = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64))
  private static let names = model.parameters.map(\.name)

  private static func frozen(_ members: String) throws -> Set<String> {
    let loaded = try RecipeExample.load(RecipeExample.text("\"train\": {\(members)}"))
    return try FrozenParameters(loaded, of: model).names
  }

  /// Members of `train`, and which names they freeze.
  private static let table: [(members: String, isFrozen: @Sendable (String) -> Bool)] = [
    ("", { _ in false }),
    (#""only": [], "freeze": []"#, { _ in false }),
    (#""freeze": ["shared.weight"]"#, { $0 == "shared.weight" }),
    (
      #""freeze": ["encoder.*", "*.layer_norm.weight"]"#,
      {
        $0.hasPrefix("encoder.") || $0.hasSuffix(".layer_norm.weight")
      }
    ),
    (#""only": ["decoder.*"]"#, { !$0.hasPrefix("decoder.") }),
    (#""only": ["*.block.?.*"], "freeze": ["encoder.*"]"#, { !$0.hasPrefix("decoder.block.") }),
    (#""only": ["*"]"#, { _ in false }),
  ]

  @Test(arguments: table.indices)
  func patternsFreezeWhatTheySay(_ index: Int) throws {
    let (members, isFrozen) = Self.table[index]
    #expect(try Self.frozen(members) == Set(Self.names.filter(isFrozen)), "\(members)")
  }

  /// Members of `train`, and parts of the field, the problem and the next step.
  private static let wrong: [(members: String, field: String, problem: String, nextStep: String)] = [
    (#""freeze": ["shared.weigth"]"#, "train.freeze[0]", "'shared.weigth' is no", "'shared.weight'"),
    (#""freeze": ["Shared.weight"]"#, "train.freeze[0]", "'Shared.weight'", "'shared.weight'"),
    (#""freeze": ["shared.*", "decodr.*"]"#, "train.freeze[1]", "'decodr.*'", "'decoder.*'"),
    (#""only": ["*.layer_nrom.weight"]"#, "train.only[0]", "no parameter", "'*.layer_norm.weight'"),
    (#""only": ["lora"]"#, "train.only[0]", "'lora'", "There are shared.*, encoder.*, decoder.*, lm_head.*;"),
    (#""only": [""]"#, "train.only[0]", "'' is no parameter", "There are"),
    (#""freeze": ["*"]"#, "train.freeze", "leaves no parameter", "Take a pattern out"),
    (
      #""only": ["encoder.*"], "freeze": ["encoder.*"]"#, "train.freeze", "leaves no parameter", "train.only"
    ),
  ]

  @Test(arguments: wrong)
  func patternsOfNothing_areRefused(
    _ row: (members: String, field: String, problem: String, nextStep: String)
  ) throws {
    let error = try #require(throws: RecipeError.self) { try Self.frozen(row.members) }
    #expect(error.location?.field == row.field && error.category == .usage)
    #expect(error.problem.contains(row.problem), "\(error.problem)")
    #expect(error.nextStep?.contains(row.nextStep) == true, "\(error)")
  }

  @Test func listsOfOtherThings_areNotRead() {
    for value in ["\"encoder.*\"", "[1]", "null", "{}"] {
      let errors = RecipeExample.errors(RecipeExample.text("\"train\": {\"freeze\": \(value)}"))
      #expect(errors.count == 1, "\(value): \(errors)")
    }
  }
}
