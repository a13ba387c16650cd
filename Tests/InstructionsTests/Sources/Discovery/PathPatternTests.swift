import Diagnostics
import Foundation
import Testing

@testable import Instructions

@Suite struct PathPatternTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in [
      "data/b.jsonl", "data/a.jsonl", "data/A-1.jsonl", "data/.hidden.jsonl", "data/c.json", "data/é.txt",
      "data/en/a.jsonl", "data/en/deep/x.jsonl", "data/fr/a.jsonl", "top.jsonl",
    ] { try folder.write(name, "") }
  }

  /// A pattern, and what it stands for.
  @Test(
    arguments: [
      ("data/*.jsonl", ["data/A-1.jsonl", "data/a.jsonl", "data/b.jsonl"]),
      ("data/?.jsonl", ["data/a.jsonl", "data/b.jsonl"]),
      ("data/?.txt", ["data/é.txt"]),
      ("data/*/a.jsonl", ["data/en/a.jsonl", "data/fr/a.jsonl"]),
      ("./data/f*", ["data/fr"]),
      ("data/.*.jsonl", ["data/.hidden.jsonl"]),
      (
        "**/*.jsonl",
        [
          "data/A-1.jsonl", "data/a.jsonl", "data/b.jsonl", "data/en/a.jsonl", "data/en/deep/x.jsonl",
          "data/fr/a.jsonl", "top.jsonl",
        ]
      ),
      ("data/**/x.jsonl", ["data/en/deep/x.jsonl"]),
      (
        "data/*",
        ["data/A-1.jsonl", "data/a.jsonl", "data/b.jsonl", "data/c.json", "data/en", "data/fr", "data/é.txt"]
      ),
      ("data/e*/**", ["data/en/a.jsonl", "data/en/deep"]),
      ("data/*.csv", []), ("dat/*.jsonl", []),
    ] as [(String, [String])])
  func patternStandsForNames_inOrder(_ pattern: String, _ expected: [String]) throws {
    #expect(try #require(PathPattern(pattern)).paths(in: folder.path) == expected)
    let absolute = try #require(PathPattern("\(folder.path)/\(pattern)"))
    #expect(absolute.paths(in: "/nowhere") == expected.map { "\(folder.path)/\($0)" })
  }

  @Test func linksToFolders_areNoWayBackUp() throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/data/en/up", withDestinationPath: "\(folder.path)/data")
    #expect(PathPattern("data/**/x.jsonl")?.paths(in: folder.path) == ["data/en/deep/x.jsonl"])
  }

  @Test func pathsWithoutWildcards_areNone() { #expect(PathPattern("data/[a].json") == nil) }

  @Test func namesFromTheFirstWildcardOn_areTheVaryingPart() throws {
    let pattern = try #require(PathPattern("data/*/a.jsonl"))
    #expect(pattern.varyingPart(of: "data/en/a.jsonl") == "en/a.jsonl")
  }

  @Test func nearestFolder_isTold() throws {
    let nearest = try #require(PathPattern("\(folder.path)/dta/*.jsonl")).nearest
    #expect(nearest.folder == folder.path && nearest.names == ["data", "top.jsonl"] && nearest.rest == 2)
    #expect(nearest.similar(in: "dta/*.jsonl") == "data/*.jsonl")
    let inside = try #require(PathPattern("\(folder.path)/data/*.csv")).nearest
    #expect(inside.folder == "\(folder.path)/data" && inside.similar(in: "data/*.csv") == nil)
  }

  @Test func whatMatches_isReadAsAFolderWouldBe() throws {
    let example = #"{"inputs": "a", "targets": "b"}"#
    for name in ["train", "test", "notes"] { try folder.write("set/\(name).jsonl", example) }
    try folder.write("set/README.md", "words")
    try folder.write("set/more/x.jsonl", example)
    try folder.write("set/old.parquet", "PAR1")
    let names = ["README.md", "more", "notes.jsonl", "old.parquet", "test.jsonl", "train.jsonl"]
    let files = try SourceFiles(pattern: "set/*", paths: names.map { "\(folder.path)/set/\($0)" })
    #expect(
      files.entries.map { String($0.path.dropFirst(folder.path.count)) } == [
        "/set/more/x.jsonl", "/set/notes.jsonl", "/set/train.jsonl",
      ])
    #expect(files.notices.count == 2)
    #expect(files.notices[0].contains("test.jsonl is not trained on"))
    #expect(files.notices[1].contains("old.parquet is not trained on: another program"))
  }
}
