import Diagnostics
import RunTestSupport
import Testing

@testable import Recipes

@Suite struct MixtureContradictionsTests {
  private func text(_ mixture: String, subMixtures: [String?] = ["cot", "niv2"]) -> String {
    let sources = subMixtures.map { name in
      "{\"path\": \"t\"\(name.map { ", \"subMixture\": \"\($0)\"" } ?? "")}"
    }
    return """
      {"model": {"folder": "m"}, "data": {"tasks": [\(sources.joined(separator: ", "))], "mixture": \(mixture)}}
      """
  }

  static let good = [
    #"{"preset": "paper-b"}"#, #"{"preset": "paper-a", "proportions": {"cot": 10}}"#,
    #"{"subMixtures": {"cot": {"cap": 5, "temperature": 2}}}"#,
    #"{"subMixtures": {"cot": {"proportion": 1}, "niv2": {"proportion": 0}}}"#,
    #"{"preset": "published-code", "subMixtures": {"dialog": {"proportion": 0}}}"#,
    #"{"tasks": {"include": ["*"], "exclude": ["a?"], "count": 9}, "chainOfThought": 0.5}"#,
  ]

  @Test(arguments: good) func goodMixture_isRead(_ mixture: String) throws {
    #expect(RecipeExample.errors(text(mixture)).map(\.description) == [])
  }

  static let wrong: [(mixture: String, subMixtures: [String?], keys: [String], part: String)] = [
    (#"{"preset": "paper-c"}"#, ["cot"], ["data.mixture.preset"], "Did you mean 'paper-a'?"),
    (#"{"preset": "paper-b"}"#, ["cot", "nivv2"], ["data.tasks[1].subMixture"], "Did you mean 'niv2'?"),
    (#"{"preset": "paper-b"}"#, ["cot", nil], ["data.tasks[1].subMixture"], "paper-b"),
    (#"{"preset": "paper-b"}"#, ["cot", "dialog"], ["data.tasks[1].subMixture"], "no share"),
    (
      #"{"proportions": {"cot": 1}, "subMixtures": {"cot": {"proportion": 1}}}"#, ["cot"],
      ["data.mixture.subMixtures.cot.proportion"], "as well"
    ),
    (#"{"subMixtures": {"coat": {"cap": 1}}}"#, ["cot"], ["data.mixture.subMixtures.coat"], "'cot'"),
    (#"{"subMixtures": {"cot": {"caps": 1}}}"#, ["cot"], ["data.mixture.subMixtures.cot"], "cap"),
    (#"{"tasks": {"count": "al"}}"#, ["cot"], ["data.mixture.tasks.count"], "all"),
    (#"{"tasks": {"count": 0}}"#, ["cot"], ["data.mixture.tasks.count"], "at least 1"),
    (#"{"tasks": {"count": 1.5}}"#, ["cot"], ["data.mixture.tasks.count"], "whole"),
    (#"{"chainOfThought": 1.5}"#, ["cot"], ["data.mixture.chainOfThought"], "at most 1"),
    (
      #"{"proportions": {"cot": 0, "niv2": 0}}"#, ["cot", "niv2"], ["data.mixture.proportions"], "all 0"
    ),
  ]

  @Test(arguments: wrong)
  func wrongMixture_isRefused(
    _ wrong: (mixture: String, subMixtures: [String?], keys: [String], part: String)
  ) {
    let errors = RecipeExample.errors(text(wrong.mixture, subMixtures: wrong.subMixtures))
    #expect(errors.map { $0.location?.field } == wrong.keys)
    #expect(errors.allSatisfy { $0.category == .usage && $0.description.contains(wrong.part) }, "\(errors)")
  }

  @Test func overridesReachIntoSubMixtures() throws {
    let base = text(#"{"subMixtures": {"cot": {"cap": 5, "temperature": 2}}}"#)
    let recipe = try RecipeExample.load(
      base,
      [
        "data.mixture.subMixtures.cot.cap=7", "data.mixture.subMixtures.niv2.proportion=2",
        "data.mixture.subMixtures.cot.proportion=1", "data.mixture.tasks.count=89",
      ]
    ).recipe
    let settings = recipe.data.mixture.subMixtures
    #expect(settings["cot"]?.cap == 7 && settings["cot"]?.temperature == 2)
    #expect(settings["niv2"]?.proportion == 2 && recipe.data.mixture.tasks.count == TaskCount(.number(89)))
    let back = try RecipeExample.load(recipe.resolvedText).recipe
    #expect(back == recipe)
  }

  @Test func whatTheRecipeSaysComesBeforeThePreset() throws {
    let mixture = try RecipeExample.load(
      text(
        #"{"preset": "paper-a", "cap": 7, "proportions": {"cot": 9}, "subMixtures": {"niv2": {"cap": 8}}}"#)
    ).recipe.data.mixture
    #expect(mixture.proportion(of: "cot") == 9 && mixture.proportion(of: "niv2") == 30)
    #expect(mixture.cap(of: "cot") == 7 && mixture.cap(of: "niv2") == 8)
  }
}
