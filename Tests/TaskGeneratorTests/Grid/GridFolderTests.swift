import Diagnostics
import Foundation
import JSON
import Storage
import TestSupport
import Testing
import Tokenization

@testable import TaskGenerator

/// The folder that `flan-train grid` writes.
@Suite struct GridFolderTests {
  private static let small = Result {
    try GridWorld.files(GridWorld.options(tasks: 9, instances: 3, heldOut: 1))
  }

  /// What everyone has who writes the same folder. Where it changes on purpose, models that were trained before can
  /// no longer be compared with those that are trained after: say so.
  @Test func bytesAreTheSameEveryTime() throws {
    let files = try Self.small.get()
    let all = files.sorted { $0.key < $1.key }.flatMap { Array($0.key.utf8) + $0.value }
    #expect(ContentHash.of(Data(all)) == "410af8b4fc72db8343e9d7647ff2f7839c7211c25a46451a3b20b94c787af3a9")
  }

  @Test func splitsAreNested_andNameTasksThatAreThere() throws {
    let files = try Self.small.get()
    func split(_ name: String, of files: [String: [UInt8]]) -> [String] {
      String(decoding: files["splits/\(name)_tasks.txt"] ?? [], as: UTF8.self).split(separator: "\n").map(
        String.init)
    }
    let names = Set(
      files.keys.filter { $0.hasPrefix("tasks/") }.compactMap { $0.split(separator: "/").last?.dropLast(5) })
    #expect(names.count == 9 + 108 + 180 + 10)
    for group in [
      "9", "held-out-pairs", "compositions", "held-out-compositions", "people", "held-out-people",
    ] {
      let listed = split(group, of: files)
      #expect(!listed.isEmpty && listed.allSatisfy { names.contains($0[...]) }, "\(group)")
    }
    #expect(files["splits/89_tasks.txt"] == nil)
    let lists = GridCatalogue(GridOptions()).splits.prefix(4)
    #expect(lists.map(\.name) == ["9", "89", "282", "1836"] && lists.map(\.tasks.count) == Grid.sizes)
    for (shorter, longer) in zip(lists, lists.dropFirst()) {
      #expect(Array(longer.tasks.prefix(shorter.tasks.count)) == shorter.tasks)
    }
    #expect(lists.first?.tasks == split("9", of: files))
  }

  @Test func heldOutClustersAreNamed() throws {
    let bytes = try #require(try Self.small.get()["splits.json"])
    let object = try JSONDocument.parse(bytes, file: "splits.json").object()
    let clusters = try object.required("heldOutClusters").array().map { try $0.string() }
    #expect(clusters.count == 12 + 5 + 1 && Set(clusters).count == clusters.count)
    let (heldOut, trained) = (
      Set(GridWorld.all.filter(\.isHeldOut).map(\.task.cluster)),
      Set(GridWorld.all.filter { !$0.isHeldOut }.map(\.task.cluster))
    )
    #expect(Set(clusters) == heldOut && heldOut.isDisjoint(with: trained))
    #expect(heldOut.allSatisfy { $0.hasPrefix("unseen_") } && !trained.contains { $0.hasPrefix("unseen_") })
  }

  @Test func seedsChangeInstances_andNoTaskOrSide() throws {
    var other = GridWorld.options(tasks: 9, instances: 3, heldOut: 1)
    other.seed = 2
    let (first, second) = (try Self.small.get(), try GridWorld.files(other))
    #expect(Set(first.keys) == Set(second.keys))
    for path in first.keys where !path.hasSuffix("README.md") {
      let isSame = path.hasPrefix("splits") || path.hasPrefix("vocabulary/") || path == "text/everyday.jsonl"
      #expect((first[path] == second[path]) == isSame, "\(path)")
    }
  }

  @Test(arguments: [(9, 100, [12, 11]), (89, 89, [1]), (282, 1000, [4, 3])])
  func totalsAreSharedOutEvenly(tasks: Int, total: Int, counts: [Int]) {
    var options = GridOptions()
    options.tasks = tasks
    options.pool = .total(total)
    let shares = (0..<tasks).map(options.instances)
    #expect(shares.reduce(0, +) == total)
    #expect(Set(shares) == Set(counts) && shares == shares.sorted(by: >))
  }

  /// The largest pool that a study of the number of tasks asks of nine tasks has enough lists.
  @Test func tasksThatCount_haveEnoughLists() throws {
    let cell = Grid.Cell(operation: .count, form: .commas, kind: .colors)
    let task = try GridTasks(seed: 1).task(at: cell, number: 1, instances: 2 * 7140)
    #expect(Set(task.instances.map(\.input)).count == 14_280)
  }

  @Test func shuffledInstructionsTellNothing() throws {
    var options = GridWorld.options(tasks: 282, instances: 2, heldOut: 1)
    let plain = GridWorld.tasks(options)
    options.isShuffled = true
    let shuffled = GridWorld.tasks(options)
    #expect(plain.map(\.task.instances) == shuffled.map(\.task.instances))
    let changed = zip(plain, shuffled).filter { $0.task.definitions != $1.task.definitions }
    #expect(changed.count == 282 && changed.allSatisfy { !$0.0.isHeldOut && $0.0.split == "282" })
    let maker = GridTasks(seed: 1)
    // The operation that is told is any of those that are given as much, the task's own no more than others.
    var own = 0
    for cell in Grid.trained {
      let told = maker.shuffledInstruction(for: cell)
      #expect(told != cell && told.kind == cell.kind && told.operation.givesWord == cell.operation.givesWord)
      if told.operation == cell.operation { own += 1 }
    }
    #expect((200...400).contains(own), "\(own) of 1836 have an instruction of their own operation")
  }

  @Test func textsAreDocuments_withoutHeldOutLists() throws {
    let files = try Self.small.get()
    for name in ["lists", "people", "everyday"] {
      let lines = String(decoding: try #require(files["text/\(name).jsonl"]), as: UTF8.self).split(
        separator: "\n")
      for line in lines {
        let object = try JSONDocument.parse(Array(line.utf8), file: name).object()
        let text = try object.required("text").string()
        #expect(object.keys == ["text"] && !text.isEmpty)
      }
      #expect(lines.count == ["lists": 162, "people": 1536, "everyday": 6700][name])
    }
    let words = Set(GridKind.allCases.flatMap(\.words))
    for text in GridText.lists(seed: 1, count: 4) {
      #expect(GridSide(of: Array(text.tokens.filter(words.contains).prefix(4))) == .trained, "\(text)")
      #expect(!text.contains("..") && !text.contains("  "), "\(text)")
    }
  }

  @Test func vocabularyHasEveryWordWhole() throws {
    let (tasks, texts) = try GridVocabulary.corpus()
    let bytes = try #require(try Self.small.get()["vocabulary/spiece.model"])
    let tokenizer = try SentencePieceTokenizer(model: Data(bytes), source: "grid")
    #expect(tokenizer.vocabularySize == GridVocabulary.size + 100)
    #expect(
      VocabularyCorpus.words(of: tasks, texts: texts).map(\.text).filter { tokenizer.encode($0).count != 1 }
        == [])
    for entry in GridWorld.all.filter({ $0.task.name.hasSuffix("names") || $0.task.cluster == "people" }) {
      for text in entry.task.instances.flatMap({ [$0.input, $0.output, $0.rationale ?? "a"] }) {
        #expect(tokenizer.decode(tokenizer.encode(text)) == text)
      }
    }
  }
}

/// What may be written to.
@Suite struct GridDestinationTests {
  @Test func onlyGridsGiveWay_andOnlyByForce() throws {
    let folder = try TemporaryFolder(["grid/grid.json": "{}", "other/a.txt": "a", "file": ""])
    try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: folder.file("grid"))
    for name in ["new", "empty", "empty/", "new/deeper"] {
      try GridDestination(path: folder.file(name)).check(replaces: false)
    }
    let refusals: [(String, Bool, GridDestinationError)] = [
      ("grid", false, .exists(path: folder.file("grid"))),
      ("other", true, .inTheWay(path: folder.file("other"), kind: "a folder that is no grid's")),
      ("file", true, .inTheWay(path: folder.file("file"), kind: "a file or link")),
      ("link", true, .inTheWay(path: folder.file("link"), kind: "a file or link")),
    ]
    for (name, replaces, error) in refusals {
      #expect(throws: error) { try GridDestination(path: folder.file(name)).check(replaces: replaces) }
      #expect(error.category == .usage && error.nextStep != nil)
    }
    #expect(throws: GridDestinationError.noName) { try GridDestination(path: "").check(replaces: true) }
    try GridDestination(path: folder.file("grid")).check(replaces: true)
  }
}
