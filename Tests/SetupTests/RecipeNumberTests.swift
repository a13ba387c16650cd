import Diagnostics
import Foundation
import Instructions
import RunTestSupport
import Testing

@testable import JSON
@testable import Recipes
@testable import Runs
@testable import Settings
@testable import Setup

/// Every number of a recipe at every extreme: it is accepted, or refused by name; nothing traps or hangs. The settings are
/// those of the schema, so that a new one is tried by itself.
@Suite struct RecipeNumberTests {
  /// A recipe that has an entry of every list and map with numbers in it.
  static let base = """
    {
      "model": {"preset": "tiny"}, "tokenizer": {"vocabulary": "bytes"},
      "data": {
        "tasks": [{"path": "tasks", "subMixture": "a"}], "mixture": {"subMixtures": {"a": {"cap": 5}}}
      },
      "evaluation": {"suites": [{"suite": "s", "data": "d"}]}
    }
    """

  /// The paths of all settings that hold a number.
  static let paths = numbers(in: .group(Recipe.schema.settings), at: "")

  static func numbers(in shape: SettingShape, at path: String) -> [String] {
    switch shape {
    case .integer, .number, .choiceOrNumber, .countOrPercentage, .byteCount: [path]
    case .boolean, .text, .lines, .choice, .any: []
    case .optional(let inner): numbers(in: inner, at: path)
    case .list(let inner): numbers(in: inner, at: path + "[0]")
    case .map(let inner): numbers(in: inner, at: path + ".a")
    case .group(let settings):
      settings.flatMap { numbers(in: $0.shape, at: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    }
  }

  /// What a file may have in the place of a number; not all of it is JSON.
  static let values: [String] = [
    "0", "-0", "-0.0", "1", "-1", "0.5", "1.5", "-1.5", "1e0", "10e-1", "1e308", "-1e308", "1e309", "1e400",
    "-1e400", "1e-400", "5e-324", "-5e-324", "1e999999999999", "1e-999999999999", "0e999999999999",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "9223372036854774784", "18446744073709551615", "18446744073709551616", "9007199254740993", "4294967296",
    "2147483648", "-2147483649", "1" + String(repeating: "0", count: 400),
    "0." + String(repeating: "0", count: 400) + "1", "NaN", "nan", "Infinity", "-Infinity", "inf", "+1", ".5",
    "1.", "01", "0x10", "1_000", "1,5", "١", "", "null", "true", "[]", "{}", "[1]", "{\"a\": 1}", "\"1\"",
    "\"\"", "\"NaN\"", "\"-1\"", "\"1e308 GiB\"", "\"1e400 GiB\"", "\"-1 GiB\"", "\"9223372036854775808\"",
    "\"9223372036854775807 TiB\"", "\"0x10\"", "\"2%\"", "\"1e400%\"", "\"101 %\"",
  ]

  @Test func thereAreManyNumbers() {
    #expect(Self.paths.count > 60 && Set(Self.paths).count == Self.paths.count)
    for path in [
      "loss.zLoss", "data.tasks[0].cap", "data.mixture.proportions.a", "memory.limit", "train.steps",
    ] {
      #expect(Self.paths.contains(path))
    }
    #expect(RecipeExample.errors(Self.base).isEmpty)
  }

  @Test(arguments: paths)
  func everyExtreme_onTheCommandLine(_ path: String) {
    for value in Self.values { check(path, value, Self.base, ["\(path)=\(value)"]) }
  }

  @Test(arguments: paths)
  func everyExtreme_inAFile(_ path: String) throws {
    let resolved = try RecipeExample.load(Self.base).recipe.resolvedJSON
    let components = try #require(SettingPath(path)).components
    let marked = Self.setting(resolved, components[...], to: .string("@")).compactText
    // A comma ends the value there.
    for value in Self.values where value != "1,5" {
      check(path, value, marked.replacing("\"@\"", with: value), [])
    }
  }

  /// Loads a recipe, and lets everything be told of it that needs no data; or looks at why it is refused.
  private func check(_ path: String, _ value: String, _ text: String, _ overrides: [String]) {
    do {
      let loaded = try RecipeExample.load(text, overrides)
      let recipe = loaded.recipe
      let again = try RecipeExample.load(recipe.resolvedText, file: "again.json").recipe
      #expect(again == recipe, "\(path)=\(value)")
      #expect(RecipeDifference(from: recipe, to: again).isEmpty && !recipe.hash.isEmpty)
      #expect(!loaded.settingsTable.groups.isEmpty && !RunFolder(of: recipe).path.isEmpty)
      _ = try ExampleStream.Configuration(recipe)
    } catch let error as any UserError {
      #expect(error.category == .usage, "\(path)=\(value): \(error)")
      // What is wrong of several together is told of their group.
      let group = path.split(separator: ".").dropLast().joined(separator: ".")
      let isNamed =
        error.description.contains(path) || !group.isEmpty && error.description.contains("\(group): ")
      #expect(isNamed, "\(path)=\(value): \(error)")
    } catch {
      Issue.record("\(path)=\(value): \(error)")
    }
  }

  /// The same JSON with the value at a path put in place or added.
  private static func setting(
    _ json: OrderedJSON, _ path: ArraySlice<SettingPath.Component>, to value: OrderedJSON
  ) -> OrderedJSON {
    let rest = path.dropFirst()
    switch path.first {
    case nil: return value
    case .index(let index):
      guard case .array(var elements) = json, elements.indices.contains(index) else {
        return .array([setting(.null, rest, to: value)])
      }
      elements[index] = setting(elements[index], rest, to: value)
      return .array(elements)
    case .key(let key):
      guard case .object(var members) = json else {
        return .object([.init(key, setting(.null, rest, to: value))])
      }
      let place = members.firstIndex { $0.key == key }
      let member = OrderedJSON.Member(
        key, setting(place.map { members[$0].value } ?? .null, rest, to: value))
      if let place { members[place] = member } else { members.append(member) }
      return .object(members)
    }
  }
}
