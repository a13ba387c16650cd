import Diagnostics
import Foundation
import RunTestSupport
import Testing
import TestSupport

@testable import JSON
@testable import Runs

@Suite struct RunOriginTests {
  private func passport(_ recipeFile: String) throws -> RunPassport {
    let loaded = try RecipeExample.load(RecipeExample.least, ["output.folder=/home/alice/runs"])
    var passport = RunPassport(
      of: loaded, programVersion: "1",
      runtime: .init(name: "CPU", threads: 1, kernels: "k", matrixProducts: "b"))
    passport.recipeFile = recipeFile
    passport.data = [.init(key: "data.tasks[0].path", path: "/home/alice/data/x.csv", sha256: "aa")]
    passport.tokenizer = .init(key: "tokenizer.vocabulary", path: "/home/alice/spiece.model", sha256: "bb")
    passport.initialWeights = .init(key: "model.folder", path: "/home/alice/model", sha256: "cc")
    return passport
  }

  /// What is for all names no folder of the machine; what a resume needs stands apart.
  @Test func passportNamesNoFolderAndTheOriginDoes() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    let passport = try passport("/home/alice/recipes/x.json")
    try run.writeOrigin(recipeFile: passport.recipeFile)
    try RunHistory(passport).write(to: run)
    let text = try folder.read("run.json")
    #expect(!text.contains("alice") && text.contains("x.csv") && text.contains("spiece.model"))
    #expect(try run.recipeOrigin() == "/home/alice/recipes/x.json")
    #expect(try run.passport().recipeFile == "x.json")
    #expect(try PassportDifference(from: run.passport(), to: passport).inputs.isEmpty)
  }

  /// Runs of earlier versions have it in their passports.
  @Test func withoutAnOriginThePassportCounts() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    let data = try EventCoding.pretty(passport("/home/alice/recipes/x.json"))
    try data.write(to: URL(fileURLWithPath: run.passportFile))
    #expect(try run.recipeOrigin() == "/home/alice/recipes/x.json")
  }

  @Test func aDamagedOriginIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "origin.json")
    let run = RunFolder(path: folder.path)
    #expect { try run.recipeOrigin() } throws: { ($0 as? any UserError)?.location?.file == run.originFile }
  }
}
