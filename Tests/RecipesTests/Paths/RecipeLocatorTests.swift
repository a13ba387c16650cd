import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Recipes
@testable import Settings

@Suite struct RecipeLocatorTests {
  let folder: TemporaryFolder
  let locator: RecipeLocator

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("{}", to: "work/Recipes/Flan-Small.json")
    try folder.write("{}", to: "work/mine.json")
    try folder.write("{}", to: "program/Recipes/flan-small.json")
    try folder.write("{}", to: "program/Recipes/paper/flan-t5-xl.json")
    locator = RecipeLocator(
      workingDirectory: folder.path + "/work", shippedFolders: [folder.path + "/program/Recipes"])
  }

  /// What the user types, and the file below the test's folder (or the path as typed) that is found.
  @Test(arguments: [
    ("mine.json", "mine.json"), ("MINE.json", "mine.json"), ("./mine.json", "./mine.json"),
    ("recipes/flan-small.json", "Recipes/Flan-Small.json"),
    ("Recipes/Flan-Small.json", "Recipes/Flan-Small.json"),
    ("flan-small.json", "program/Recipes/flan-small.json"), ("flan-small", "program/Recipes/flan-small.json"),
    ("recipes/paper/flan-t5-xl.json", "program/Recipes/paper/flan-t5-xl.json"),
    ("Recipes/Paper/FLAN-T5-XL", "program/Recipes/paper/flan-t5-xl.json"),
    ("../program/recipes/flan-small.json", "../program/Recipes/flan-small.json"),
  ])
  func path_findsTheRecipeThatIsMeant(_ path: String, _ expected: String) throws {
    let found = try locator.locate(path)
    #expect(found == (expected.hasPrefix("program/") ? "\(folder.path)/\(expected)" : expected))
  }

  @Test func absolutePath_isTriedWithoutRegardToCase() throws {
    #expect(try locator.locate(folder.path + "/WORK/Mine.json") == folder.path + "/work/mine.json")
  }

  @Test(arguments: [
    ("mime.json", "mine.json"), ("recipes/flan-smal.json", "Recipes/flan-small.json"),
    ("paper/flan-t5-xxl", "flan-t5-xl"),
  ])
  func missingRecipe_namesTheNearest(_ path: String, _ near: String) {
    #expect {
      try locator.locate(path)
    } throws: { error in
      let error = error as? RecipeError
      return error?.category == .usage && error?.nextStep?.contains(near) == true
    }
  }

  @Test func missingRecipe_withNothingNear_listsTheShippedOnes() {
    #expect {
      try locator.locate("something/else")
    } throws: { ($0 as? RecipeError)?.nextStep?.contains("flan-small.json, paper/flan-t5-xl.json") == true }
  }

  @Test(arguments: ["", "Recipes", "/", "recipes", "."])
  func folderOrNothing_isRefused(_ path: String) {
    #expect(throws: RecipeError.self) { try locator.locate(path) }
  }

  @Test func standardLocator_findsThePackageAndTheInstallation() throws {
    try folder.write("", to: "clone/Package.swift")
    try folder.write("{}", to: "clone/Recipes/a.json")
    try folder.write("{}", to: "usr/share/flan-train/Recipes/b.json")
    let built = RecipeLocator.standard(executable: folder.path + "/clone/.build/release/flan-train")
    #expect(built.shippedRecipes == ["a.json"])
    let installed = RecipeLocator.standard(executable: folder.path + "/usr/bin/flan-train")
    #expect(installed.shippedRecipes == ["b.json"])
  }
}
