import Diagnostics
import Foundation
import RunTestSupport
import Testing
import TestSupport

@testable import Runs

@Suite struct RunPassportTests {
  private func passport() throws -> RunPassport {
    var passport = RunPassport(
      of: try RecipeExample.load(RecipeExample.least, ["seed=4"]), programVersion: "1.2",
      runtime: .init(name: "CPU", threads: 2, kernels: "k", matrixProducts: "b"))
    passport.data = [.init(key: "data.tasks[0].path", path: "tasks", sha256: "aa")]
    passport.tokenizer = .init(key: "tokenizer.vocabulary", path: "v", sha256: "bb")
    return passport
  }

  @Test func passport_readsBack() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    try RunHistory(passport()).write(to: run)
    #expect(try RunPassport.read(run.passportFile) == passport())
    #expect(try passport().overrides == ["seed=4"])
  }

  @Test(arguments: ["", "{}", "[1"])
  func damagedPassport_isADataError(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, to: "run.json")
    #expect { try RunPassport.read(path) } throws: { ($0 as? any UserError)?.category == .data }
  }
}
