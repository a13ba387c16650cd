import Foundation
import Testing

@testable import Instructions

@Suite struct SourceFilesTests {
  private static let task = #"{"Definition": "d", "Instances": [{"input": "i", "output": "o"}]}"#

  @Test func descriptions_nextToTheData_areHeardNearestFirst() throws {
    let folder = try TemporaryFolder()
    try folder.write("data/flan-source.json", #"{"cluster": "all", "fields": {"input": "q", "output": "a"}}"#)
    try folder.write("data/one.csv", "q,a\nx,y\n")
    try folder.write("data/two.csv", "frage,a\nx,y\n")
    try folder.write(
      "data/two.csv.source.json", #"{"name": "zwei", "cluster": "own", "fields": {"input": "frage"}}"#)
    try folder.write("data/deep/three.dat", "x|y\n")
    try folder.write(
      "data/deep/three.dat.source.json", #"{"kind": "csv", "delimiter": "|", "columns": ["q", "a"]}"#)
    try folder.write("data/deep/notes.md", "x")
    let tasks = try TaskCollection.load(path: folder.path + "/data").tasks
    #expect(tasks.map(\.name) == ["one", "three", "zwei"])
    #expect(tasks.map(\.cluster) == ["all", "all", "own"])
    let single = try TaskCollection.load(path: folder.path + "/data/two.csv").tasks
    #expect(single.map(\.name) == ["zwei"])
    var said = SourceDescription()
    said.cluster = "recipe"
    let files = try SourceFiles(path: folder.path + "/data", description: said)
    #expect(files.entries.allSatisfy { $0.description.cluster == "recipe" })
    #expect(files.companions.count == 3)
  }

  @Test func splitLists_choose() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b", "c"] { try folder.write("ni/tasks/\(name).json", Self.task) }
    try folder.write("ni/splits/default/train_tasks.txt", "a\nc\r\n\nnot_there\n")
    try folder.write("ni/splits/default/test_tasks.txt", "b\n")
    try folder.write("ni/src/config.json", "{}")
    try folder.write("none.txt", "x\ny\n")
    func names(_ path: String, _ description: String) throws -> [String] {
      try TaskCollection.load(
        path: folder.path + path, description: RecordSourceTests.described(description)
      ).tasks.map(\.name)
    }
    #expect(try names("/ni", "{}") == ["a", "b", "c"])
    #expect(try names("/ni", #"{"split": "train"}"#) == ["a", "c"])
    #expect(try names("/ni/tasks", #"{"split": "test"}"#) == ["b"])
    #expect(
      try names("/ni/tasks", #"{"splitFile": "\#(folder.path)/ni/splits/default/test_tasks.txt"}"#) == ["b"])
    #expect(message { _ = try names("/ni", #"{"split": "dev"}"#) }.contains("splits/default/dev_tasks.txt"))
    #expect(
      message { _ = try names("/ni", #"{"splitFile": "\#(folder.path)/none.txt"}"#) }.contains(
        "none of the 2 tasks"))
  }

  @Test func gzip_isReadLikeTheFileInIt() throws {
    let folder = try TemporaryFolder()
    let texts = [
      "a.json": Self.task, "b.jsonl": #"{"inputs": "i", "targets": "o"}"#, "qasc.tsv": "q\ta\tr\n",
      "d.csv": "Which?,1,2,3,4,A\n", "e.json": SquadSourceTests.text,
    ]
    for (name, text) in texts {
      try folder.write("plain/\(name)", text)
      try folder.write("gz/\(name).gz", Data(text.utf8).gzipped)
    }
    let plain = try TaskCollection.load(path: folder.path + "/plain").tasks
    let zipped = try TaskCollection.load(path: folder.path + "/gz").tasks
    #expect(plain.map(\.name) == zipped.map(\.name) && plain.count == 7)
    #expect(plain.map(\.instances) == zipped.map(\.instances))
  }
}
