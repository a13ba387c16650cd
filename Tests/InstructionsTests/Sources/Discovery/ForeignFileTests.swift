import Diagnostics
import Foundation
import Testing

@testable import Instructions

/// What is said of files that other programs read.
@Suite struct ForeignFileTests {
  /// A file, and the source that has it read.
  @Test(arguments: [
    ("it's.parquet", #"{"command": ["duckdb", "-jsonlines", "-c", "from 'it''s.parquet'"]}"#),
    ("DATA.PARQUET", #"{"command": ["duckdb", "-jsonlines", "-c", "from 'DATA.PARQUET'"]}"#),
    ("a.pq", #"{"command": ["duckdb", "-jsonlines", "-c", "from read_parquet('a.pq')"]}"#),
    (
      "quiz.db",
      #"{"command": ["sqlite3", "-readonly", "quiz.db", "select json_object('input', QUESTION, 'output', ANSWER) from TABLE"]}"#
    ),
    ("a.duckdb", #"{"command": ["duckdb", "-readonly", "-jsonlines", "a.duckdb", "-c", "from TABLE"]}"#),
    ("a.jsonl.zst", #"{"command": ["zstd", "-dc", "a.jsonl.zst"]}"#),
    ("a.jsonl.xz", #"{"command": ["xz", "-dc", "a.jsonl.xz"]}"#),
    ("a.json.bz2", #"{"command": ["bzip2", "-dc", "a.json.bz2"]}"#),
    (
      "a.csv.zst",
      #"{"command": ["sh", "-c", "zstd -dc \"$0\" | duckdb -jsonlines -c \"from read_csv('/dev/stdin')\"", "a.csv.zst"]}"#
    ),
    ("a.xlsx", #"{"command": ["duckdb", "-jsonlines", "-c", "from read_xlsx('a.xlsx')"]}"#),
    ("a.zip", #"{"command": ["unzip", "-p", "a.zip"]}"#),
    ("a.tar.gz", #"{"command": ["tar", "-xOf", "a.tar.gz"]}"#),
  ])
  func message_givesTheSource(_ name: String, _ entry: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(name, "content")
    let error = #expect(throws: SourceError.self) { try SourceFiles(path: path) }
    #expect(error?.nextStep?.replacing("\(folder.path)/", with: "").hasSuffix(": \(entry)") == true)
    #expect(error?.category == .data)
  }

  @Test(arguments: ForeignFile.allCases)
  func everyKind_hasACommandThatNamesTheFile(_ kind: ForeignFile) {
    #expect(kind.arguments(for: "the file").contains { $0.contains("the file") })
  }

  @Test func everyRowOfTheDocumentation_isWhatTheMessageSays() throws {
    let rows = try DocumentationTable(heading: "file", "command").rows
    var kinds: [ForeignFile] = []
    for row in rows {
      let name = try #require(DocumentationTable.code(in: row[0]).first)
      let kind = try #require(ForeignFile(named: name))
      #expect("{\"command\": \(row[1].trimmingCharacters(in: ["`"]))}" == kind.entry(for: name))
      kinds.append(kind)
    }
    #expect(kinds == ForeignFile.allCases)
  }

  @Test func content_tellsWhereTheNameDoesNot() throws {
    let folder = try TemporaryFolder()
    #expect(ForeignFile(try folder.write("part-0", "PAR1....")) == .parquet)
    #expect(ForeignFile(try folder.write("base", "SQLite format 3\0..")) == .sqlite)
    #expect(ForeignFile(try folder.write("packed", Data([0x28, 0xB5, 0x2F, 0xFD, 0]))) == .zstandard)
    #expect(ForeignFile(try folder.write("words", "words")) == nil)
    let error = #expect(throws: SourceError.self) { try SourceFiles(path: "\(folder.path)/words") }
    #expect(error?.nextStep?.contains(#"{"command": ["PROGRAM", "ARGUMENT"]}"#) == true)
  }

  /// A folder as the Hub has it is read by one command, and of it the training set.
  @Test func folderOfSuchFiles_isReadAtOnce() throws {
    let folder = try TemporaryFolder()
    for name in ["train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001"] {
      try folder.write("data/\(name).parquet", "PAR1")
    }
    try folder.write("README.md", "words")
    let error = #expect(throws: SourceError.self) { try SourceFiles(path: folder.path) }
    #expect(
      error == .foreign(path: folder.path, kind: .parquet, file: "\(folder.path)/data/train-*.parquet"))
  }
}
