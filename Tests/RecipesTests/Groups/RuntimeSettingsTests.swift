import Diagnostics
import RunTestSupport
import Testing

@testable import Recipes

@Suite struct RuntimeSettingsTests {
  @Test func defaults_areTheProcessorByItself() throws {
    let settings = try RecipeExample.load().recipe.runtime
    #expect(settings == RuntimeSettings() && settings.kind == .cpu && settings.devices == .some(1))
  }

  @Test func settings_areRead() throws {
    let text = RecipeExample.text(
      #""runtime": {"kind": "xla", "plugin": "cuda13", "devices": 1, "arithmetic": "float32", "memoryFraction": 0.5}"#
    )
    var wanted = RuntimeSettings(kind: .xla, plugin: "cuda13")
    wanted.memoryFraction = 0.5
    #expect(try RecipeExample.load(text).recipe.runtime == wanted)
    let several = try RecipeExample.load(
      RecipeExample.least,
      ["runtime.kind=xla", "runtime.devices=all", "runtime.weights=split", "runtime.arithmetic=bfloat16"]
    ).recipe.runtime
    #expect(several.devices == .all && several.weights == .split && several.arithmetic == .bfloat16)
    #expect(
      try RecipeExample.load(RecipeExample.least, ["runtime.kind=xla", "runtime.plugin=a/b.so"]).recipe
        .runtime
        == RuntimeSettings(kind: .xla, plugin: "a/b.so"))
  }

  /// The resolved recipe has every setting, also those that have no use beside others.
  @Test func resolvedRecipe_canBeReadAgain() throws {
    let resolved = try RecipeExample.load().recipe.resolvedText
    #expect(resolved.contains("\"runtime\"") && RecipeExample.errors(resolved).isEmpty)
  }

  /// Settings, the key that is refused, and words of the message and of the advice.
  static let refused: [(settings: [String], key: String, problem: String, advice: String)] = [
    (["kind=gpu"], "kind", "'gpu'", "cpu"),
    (["plugin=cuda13"], "plugin", "is 'cuda13', but runtime.kind is 'cpu'", "set runtime.kind to 'xla'"),
    (["memoryFraction=0.5"], "memoryFraction", "but runtime.kind is 'cpu'", "memory.limit"),
    (["devices=2"], "devices", "is 2, but runtime.kind is 'cpu'", "train.threads"),
    (["arithmetic=bfloat16"], "arithmetic", "is 'bfloat16', but runtime.kind is 'cpu'", "Leave it out"),
    (["devices=all"], "devices", "is 'all', but runtime.kind is 'cpu'", "train.threads"),
    (["weights=split"], "weights", "is 'split', but runtime.kind is 'cpu'", "Leave it out"),
    (["kind=xla", "weights=split"], "weights", "is 'split', but runtime.devices is 1", "'all'"),
    (["kind=xla", "devices=5"], "devices", "is 5, but", "packing.rows"),
    (["kind=xla", "devices=most"], "devices", "'most'", "all"),
    (["kind=xla", "devices=0"], "devices", "is 0 but must be at least 1 and at most 65536", ""),
    (["kind=xla", "plugin="], "plugin", "is empty", "null"),
    (["kind=xla", "arithmetic=fp16"], "arithmetic", "'fp16'", "float32"),
    (["kind=xla", "memoryFraction=0"], "memoryFraction", "must be above 0 and at most 1", ""),
    (["kind=xla", "memoryFraction=1.5"], "memoryFraction", "must be above 0 and at most 1", ""),
  ]

  @Test(arguments: refused)
  func contradictions_areTold(_ test: (settings: [String], key: String, problem: String, advice: String)) {
    let errors = RecipeExample.errors(RecipeExample.least, test.settings.map { "runtime.\($0)" })
    #expect(errors.count == 1, "\(errors.map(\.description))")
    #expect(errors.first?.location?.field == "runtime.\(test.key)")
    let text = errors.first?.description ?? ""
    #expect(text.contains(test.problem) && (test.advice.isEmpty || text.contains(test.advice)), "\(text)")
    #expect(errors.first?.category == .usage)
  }

  /// What leads to the plug-in may change, what computes may not.
  @Test(arguments: [
    ("runtime.plugin=b", true), ("runtime.memoryFraction=0.5", true), ("runtime.devices=all", true),
    ("runtime.arithmetic=bfloat16", false), ("runtime.kind=cpu", false),
  ])
  func resume_mayChangeWhereThePlugInLies(_ setting: String, _ isFree: Bool) throws {
    let old = try RecipeExample.load(RecipeExample.least, ["runtime.kind=xla", "runtime.plugin=a"]).recipe
    let base = setting == "runtime.kind=cpu" ? ["runtime.plugin=null"] : []
    let new = try RecipeExample.load(
      RecipeExample.least, ["runtime.kind=xla", "runtime.plugin=a"] + base + [setting]
    ).recipe
    let difference = RecipeDifference(from: old, to: new)
    #expect(!difference.isEmpty && difference.excluding([]).isEmpty == isFree)
    #expect(difference.excluding(["runtime"]).isEmpty)
  }
}
