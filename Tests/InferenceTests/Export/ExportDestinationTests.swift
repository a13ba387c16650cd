import Foundation
import Testing
import TestSupport

@testable import Inference

@Suite struct ExportDestinationTests {
  /// What may be where the export is to go.
  private func world() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "file")
    try folder.write("{}", to: "model/config.json")
    try folder.write("{}", to: "run/resolved.json")
    try folder.write("{}", to: "run/best/config.json")
    try folder.write("{}", to: "run/best/MANIFEST.json")
    try FileManager.default.createDirectory(
      atPath: folder.path + "/empty", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link", withDestinationPath: folder.path + "/model")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/dangling", withDestinationPath: folder.path + "/nothing")
    return folder
  }

  @Test(arguments: ["new", "new/deeper", "empty", "empty/"], [true, false])
  func free(_ name: String, replaces: Bool) throws {
    let folder = try world()
    try ExportDestination("\(folder.path)/\(name)").check(
      source: folder.path + "/run/best", replaces: replaces)
  }

  @Test func aModelIsReplacedOnRequest() throws {
    let folder = try world()
    let destination = ExportDestination(folder.path + "/model")
    #expect(throws: ExportError.exists(path: folder.path + "/model")) {
      try destination.check(source: folder.path + "/run/best", replaces: false)
    }
    try destination.check(source: folder.path + "/run/best", replaces: true)
  }

  @Test(arguments: [
    ("file", "run/best"), ("run", "model"), ("run", "run/best"), ("run/best", "run/best"),
    ("run/best", "model"),
    ("run/best/../best", "run/best"), ("model", "model"), ("model", "link"), ("link", "run/best"),
    ("link/", "run/best"),
    ("dangling", "run/best"), ("", "model"), ("..", "model"),
  ])
  func neverReplaced(_ name: String, source: String) throws {
    let folder = try world()
    let path = name.isEmpty ? "" : "\(folder.path)/\(name)"
    let error = #expect(throws: ExportError.self) {
      try ExportDestination(path).check(source: "\(folder.path)/\(source)", replaces: true)
    }
    #expect(error?.category == .usage && error?.nextStep?.contains("--force") == false)
  }
}
