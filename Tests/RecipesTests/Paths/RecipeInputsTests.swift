import Diagnostics
import Foundation
import RunTestSupport
import Testing
import TestSupport

@testable import Recipes
@testable import Settings

@Suite struct RecipeInputsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("", to: "clone/Package.swift")
    try folder.write("", to: "clone/Data/Tasks/a.json")
    try folder.write("", to: "clone/Recipes/paper/beside.model")
    try folder.write("", to: "above.json")
    try folder.write("", to: "elsewhere/Data/mine.json")
  }

  private func inputs(_ file: String, from workingDirectory: String) throws -> RecipeInputs {
    let loaded = try RecipeExample.load(RecipeExample.least, file: file)
    return RecipeInputs(of: loaded, workingDirectory: "\(folder.path)/\(workingDirectory)")
  }

  /// The recipe, the working directory, the path in the recipe, and where it is found.
  @Test(arguments: [
    ("Recipes/paper/x.json", "clone", "Data/Tasks", "clone/Data/Tasks"),
    ("../clone/Recipes/x.json", "elsewhere", "Data/Tasks", "clone/Data/Tasks"),
    ("../clone/Recipes/paper/x.json", "elsewhere", "beside.model", "clone/Recipes/paper/beside.model"),
    ("../clone/Recipes/x.json", "elsewhere", "Data", "elsewhere/Data"),
  ])
  func path_isFoundInOrder(_ file: String, _ from: String, _ path: String, _ expected: String) throws {
    #expect(try inputs(file, from: from).resolve(path, key: "x") == "\(folder.path)/\(expected)")
  }

  @Test func searchStopsAtThePackage() throws {
    #expect(throws: RecipeError.self) {
      try inputs("../clone/Recipes/x.json", from: "elsewhere").resolve("above.json", key: "x")
    }
  }

  @Test func recipeOfNoPackage_searchesItsOwnFolderOnly() throws {
    try folder.write("", to: "loose/deep/near.json")
    let inputs = try inputs("../loose/deep/x.json", from: "elsewhere")
    #expect(inputs.folders == [folder.path + "/elsewhere", folder.path + "/loose/deep"])
    #expect(try inputs.resolve("near.json", key: "x") == folder.path + "/loose/deep/near.json")
  }

  @Test func installedRecipe_findsItsData() throws {
    try folder.write("", to: "usr/share/flan-train/Data/v.model")
    let file = folder.path + "/usr/share/flan-train/Recipes/paper/x.json"
    #expect(
      try inputs(file, from: "elsewhere").resolve("Data/v.model", key: "x").hasSuffix(
        "flan-train/Data/v.model"))
  }

  @Test func pattern_standsForWhatIsThere() throws {
    try folder.write("", to: "clone/Data/Tasks/b.json")
    let inputs = try inputs("../clone/Recipes/x.json", from: "elsewhere")
    let found = try #require(try inputs.matches("Data/Tasks/*.json", key: "x"))
    #expect(found.paths == ["a", "b"].map { "\(folder.path)/clone/Data/Tasks/\($0).json" })
    #expect(found.names == ["a.json", "b.json"])
    #expect(try inputs.matches("Data/mine.json", key: "x") == nil)
    #expect(inputs.recipeFolder == "\(folder.path)/clone/Recipes")
  }

  @Test func pathThatIsThereAsItIsWritten_isNoPattern() throws {
    try folder.write("", to: "elsewhere/what?.json")
    #expect(try inputs("x.json", from: "elsewhere").matches("what?.json", key: "x") == nil)
  }

  @Test func patternWithoutMatch_saysWhatIsThere() throws {
    let inputs = try inputs("Recipes/x.json", from: "clone")
    let error = #expect(throws: RecipeError.self) { try inputs.matches("Data/Task/*.csv", key: "x") }
    #expect(error?.problem == "nothing matches 'Data/Task/*.csv'; \(folder.path)/clone/Data holds Tasks")
    #expect(error?.nextStep == "Did you mean 'Data/Tasks/*.csv'?")
    #expect(error?.category == .data)
    let empty = #expect(throws: RecipeError.self) { try inputs.matches("Data/Tasks/*.csv", key: "x") }
    #expect(empty?.problem.hasSuffix("Data/Tasks holds a.json") == true)
  }

  @Test func missingInput_saysWhereItWasLookedFor() throws {
    let inputs = try inputs("Recipes/x.json", from: "clone")
    #expect {
      try inputs.resolve("Data/Task", key: "data.tasks[0].path")
    } throws: { error in
      let error = error as? RecipeError
      return error?.category == .data && error?.location?.field == "data.tasks[0].path"
        && error?.nextStep == "Did you mean 'Data/Tasks'?"
        && error?.problem.contains("clone/Recipes/Data/Task") == true
    }
  }
}
