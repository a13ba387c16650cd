import Foundation
import Instructions
import JSON
import RunTestSupport
import Testing

@testable import Recipes
@testable import Settings

@Suite struct RecipeSchemaTests {
  /// The program itself never reflects; the test does, to catch a property that the schema forgot.
  @Test func schema_hasEveryStoredProperty() {
    func count(_ value: Any, _ settings: [SettingDescription]) {
      #expect(Mirror(reflecting: value).children.count == settings.count, "\(type(of: value))")
    }
    let recipe = Recipe()
    count(recipe, Recipe.settings.map(\.description))
    count(recipe.model, ModelSettings.settings.map(\.description))
    count(recipe.tokenizer, TokenizerSettings.settings.map(\.description))
    count(recipe.data, DataSettings.settings.map(\.description))
    // What is said of the files is a value of its own whose settings stand beside the source's; the fields that a
    // reader has found to be unread are no setting.
    let source = TaskSourceSettings()
    let stored =
      Mirror(reflecting: source).children.count - 2 + Mirror(reflecting: source.description).children.count
    #expect(stored == TaskSourceSettings.settings.count)
    count(source.description.fields, RecordFields.settings.map(\.description))
    count(source.description.formats, FormatWeights.settings.map(\.description))
    count(recipe.data.mixture, MixtureSettings.settings.map(\.description))
    count(recipe.data.formats, FormatShareSettings.settings.map(\.description))
    count(recipe.data.exemplars, ExemplarSettings.settings.map(\.description))
    count(recipe.data.options, OptionSettings.settings.map(\.description))
    count(recipe.packing, PackingSettings.settings.map(\.description))
    count(recipe.optimizer, OptimizerSettings.settings.map(\.description))
    count(recipe.loss, LossSettings.settings.map(\.description))
    count(recipe.train, TrainSettings.settings.map(\.description))
    count(recipe.memory, MemorySettings.settings.map(\.description))
    count(recipe.evaluation, EvaluationSettings.settings.map(\.description))
    count(recipe.checkpoint, CheckpointSettings.settings.map(\.description))
    count(recipe.logging, LoggingSettings.settings.map(\.description))
    count(recipe.output, OutputSettings.settings.map(\.description))
  }

  /// The same can be said in a recipe and in a file next to the data.
  @Test func descriptionsOfSources_haveTheSameKeys() {
    let ofSource = ["path", "command", "validation", "cap", "rate"]
    let keys = TaskSourceSettings.settings.map(\.key).filter { !ofSource.contains($0) }
    #expect(Set(keys) == Set(SourceDescription.keys))
    #expect(RecordFields.settings.map(\.key) == RecordFields.keys)
  }

  @Test func keysAreUnique_andSummariesAreOneLine() {
    let paths = Recipe.schema.leaves.map(\.path)
    #expect(Set(paths).count == paths.count && paths.count > 60)
    for (path, setting) in Recipe.schema.leaves {
      #expect(
        !setting.summary.isEmpty && !setting.summary.contains("\n") && setting.summary.count < 100, "\(path)")
      #expect(SettingPath(path.replacingOccurrences(of: "[]", with: "[0]")) != nil)
    }
  }

  @Test func everySetting_canBeOverriddenByItsOwnValue() throws {
    let loaded = try RecipeExample.load()
    for (key, value) in loaded.recipe.settingRows {
      let again = try RecipeExample.load(RecipeExample.least, ["\(key)=\(value)"]).recipe
      #expect(again == loaded.recipe, "\(key)=\(value)")
    }
  }

  @Test func everyLimit_isEnforcedAtItsEnd() {
    for (path, setting) in Recipe.schema.leaves {
      guard let limits = setting.limits else { continue }
      let key = path.replacingOccurrences(of: "[]", with: "[0]")
        .replacingOccurrences(of: "proportions", with: "proportions.a")
      for (end, outwards) in [(limits.lower, -1.0), (limits.upper, 1.0)] {
        guard let end else { continue }
        let errors = RecipeExample.errors(
          RecipeExample.least,
          [
            #"evaluation.suites=[{"suite": "s", "data": "d"}]"#, "objective.denoisers=[{}]",
            "\(key)=\(OrderedJSON.text(of: end + outwards))",
          ])
        #expect(errors.first?.problem.contains(limits.description) == true, "\(key)")
      }
    }
  }

  @Test func jsonSchema_isJSONAndDescribesEveryKey() throws {
    let text = Recipe.jsonSchema.prettyText()
    let root = try JSONDocument.parse(text.utf8, file: "schema").object()
    let properties = try root.required("properties").object()
    #expect(properties.keys == ["$schema"] + Recipe.schema.settings.map(\.key))
    let train = try properties.required("train").object().required("properties").object()
    #expect(try train.required("accumulation").object().required("minimum").integer() == 1)
    // Steps may be null, which leaves the length to the epochs.
    let steps = try train.required("steps").object().required("anyOf").array()
    #expect(try steps[0].object().required("minimum").integer() == 1)
    #expect(try steps[1].object().required("type").string() == "null")
    #expect(try root.required("additionalProperties").boolean() == false)
  }

  /// What an editor shows and checks while one types: of every setting and group, at every depth, what it does; of what a
  /// recipe may leave out also the default; of numbers the ends, of words all of them.
  @Test func jsonSchema_explainsEverything() throws {
    var count = 0
    func check(_ schema: JSONField, _ path: String) throws {
      let object = try schema.object()
      for key in ["items", "additionalProperties"] {
        if let inner = object[key], case .object = inner.node.content { try check(inner, "\(path)[]") }
      }
      for choice in try object["anyOf"]?.array() ?? [] { try check(choice, path) }
      let properties = try object["properties"]?.object()
      let required = try object["required"]?.array().map { try $0.string() } ?? []
      for key in properties?.keys ?? [] {
        guard let property = properties?[key] else { continue }
        count += 1
        let inner = try property.object()
        let description = try inner.required("description").string()
        #expect(!description.isEmpty && description.count < 120, "\(path).\(key)")
        let isGroup = inner["properties"] != nil || inner["items"] != nil || key == Recipe.schemaKey
        #expect(inner["default"] != nil || isGroup || required.contains(key), "\(path).\(key)")
        try check(property, path.isEmpty ? key : "\(path).\(key)")
      }
      let isNumber = try ["integer", "number"].contains(object["type"]?.string() ?? "")
      let ends = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"]
      #expect(
        !isNumber || path == "memory.limit" || ends.contains { object[$0] != nil }, "\(path) has no ends")
      if let words = try object["enum"]?.array() { #expect(!words.isEmpty, "\(path)") }
    }
    let text = Recipe.jsonSchema.prettyText()
    try check(JSONDocument.parse(text.utf8, file: "schema"), "")
    #expect(count > Recipe.schema.paths.count)
  }

  /// Editors find the schema of a file by this key; it is no setting and leaves no trace in what a run is made of.
  @Test func nameOfTheSchema_isPassedOver() throws {
    let plain = try RecipeExample.load().recipe
    for name in [#""./recipe.schema.json""#, #""https://example.com/s.json""#, "null"] {
      let loaded = try RecipeExample.load(RecipeExample.text("\"$schema\": \(name)"))
      #expect(loaded.recipe == plain && loaded.recipe.hash == plain.hash)
      #expect(!loaded.recipe.resolvedText.contains("$schema") && loaded.origins["$schema"] == nil)
    }
    #expect(!RecipeExample.errors(RecipeExample.text(#""train": {"$schema": "x"}"#)).isEmpty)
    #expect(!RecipeExample.errors(RecipeExample.least, ["$schema=x"]).isEmpty)
  }

  @Test(arguments: [
    ("a", ["a"]), ("a.b", ["a", "b"]), ("a[0]", ["a", "[0]"]), ("a[2][3].c", ["a", "[2]", "[3]", "c"]),
    ("a[-1]", ["a", "[-1]"]), ("a.0.b", ["a", "0", "b"]),
    ("a-b.c", ["a-b", "c"]),
  ])
  func path_parses(_ text: String, _ parts: [String]) throws {
    let path = try #require(SettingPath(text))
    #expect(path.description == text)
    let found = path.components.map { component in
      switch component {
      case .key(let key): key
      case .index(let index): "[\(index)]"
      }
    }
    #expect(found == parts)
  }

  @Test(arguments: ["", ".", "a.", ".a", "a[", "a]", "a[]", "a[x]", "a[-]", "a[1]b", "[0]", "a[٣]"])
  func wrongPath_doesNotParse(_ text: String) { #expect(SettingPath(text) == nil) }
}
