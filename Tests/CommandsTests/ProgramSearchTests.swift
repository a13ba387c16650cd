import Foundation
import Testing

@testable import Commands

@Suite final class ProgramSearchTests {
  private let folder = NSTemporaryDirectory() + "programs-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: true)
    for (name, mode) in [("bin/lines-of", 0o755), ("bin/plain", 0o644)] {
      try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(folder)/\(name)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func path(of program: String) throws -> String {
    try ProgramSearch.path(
      of: ExternalCommand([program]), in: folder, path: "/nowhere:\(folder)/bin", at: nil)
  }

  @Test func names_areLookedForInThePath_andPathsInTheFolder() throws {
    #expect(try path(of: "lines-of") == "\(folder)/bin/lines-of")
    #expect(try path(of: "bin/lines-of") == "\(folder)/bin/lines-of")
    #expect(try path(of: "/bin/sh") == "/bin/sh")
  }

  /// A program that cannot be run, and what is said of it.
  @Test(arguments: [
    ("line-of", "looked for in /nowhere:", "Did you mean 'lines-of'?"),
    ("duckdb", "there is no program 'duckdb'", "brew install duckdb"),
    ("plain", "there is no program 'plain'", "name it by its path"),
    ("bin/plain", "/bin/plain may not be run", "chmod +x"),
    ("bin/none", "there is no program", "begins at the recipe's folder"),
  ])
  func whatIsMissing_isSaid(_ program: String, _ problem: String, _ step: String) throws {
    let error = #expect(throws: CommandError.self) { try path(of: program) }
    #expect(error?.problem.contains(problem) == true)
    #expect(error?.nextStep?.contains(step) == true)
    #expect(error?.category == .data)
  }
}
