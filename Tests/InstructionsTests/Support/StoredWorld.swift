import Diagnostics
import Foundation
import Storage

@testable import Instructions

/// A source whose tasks are those of the test, whatever is in its file.
struct WorldSource: StorableSource {
  let path: String
  let worlds: [InstructionTask]
  var settings = ""

  var files: [String] { [path] }

  /// Takes turns between the tasks, as the collection's own dumps do.
  func read(into sink: inout some TaskSink) throws {
    let numbers = worlds.map { task in
      var header = task
      (header.instances, header.skipped) = ([], [])
      return sink.begin(header)
    }
    for turn in 0..<(worlds.map(\.instances.count).max() ?? 0) {
      for (task, number) in zip(worlds, numbers) where turn < task.instances.count {
        try sink.append(task.instances[turn], to: number)
      }
    }
    for (task, number) in zip(worlds, numbers) {
      for skipped in task.skipped { sink.skip(skipped, of: number) }
    }
  }
}

/// What a cache has told.
final class Told: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []
  private var told: [String] = []

  var warnings: [String] { lock.withLock { texts } }
  var reports: [String] { lock.withLock { told } }

  func handling(_ access: CacheHandling.Access) -> CacheHandling {
    CacheHandling(
      access, report: { text in self.lock.withLock { self.told.append(text) } },
      warn: { text in self.lock.withLock { self.texts.append(text) } })
  }
}

/// A folder with one source and a cache of it.
struct StoredWorld {
  let folder: TemporaryFolder
  let tasks: [InstructionTask]

  init(_ tasks: [InstructionTask]) throws {
    folder = try TemporaryFolder()
    self.tasks = tasks
    try folder.write("a.world", "content")
  }

  var storesFolder: String { "\(folder.path)/cache/stores" }

  /// The names of stores and drafts.
  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: storesFolder)) ?? [])
      .filter { !$0.hasSuffix(".lock") }.sorted()
  }

  func cache(
    _ fileSystem: FileSystem = .standard, handling: CacheHandling = CacheHandling()
  ) -> InstanceCache {
    InstanceCache(
      folder: "\(folder.path)/cache", minimumBytes: 0, handling: handling, fileSystem: fileSystem)
  }

  /// The source.
  var source: WorldSource { WorldSource(path: "\(folder.path)/a.world", worlds: tasks) }

  func load(
    _ fileSystem: FileSystem = .standard, handling: CacheHandling = CacheHandling()
  ) throws -> (tasks: [InstructionTask], use: InstanceCache.Use) {
    let (tasks, use) = try cache(fileSystem, handling: handling).tasks(of: source)
    guard let use else { throw CocoaError(.fileNoSuchFile) }
    return (tasks, use)
  }

  /// Tasks of every kind: with and without rationales or with some, tokenized, options and fields, long texts.
  static func tasks(scale: Int = 1) -> [InstructionTask] {
    var mixed = SmallWorld.task("mixed", instances: 90 * scale, positives: 0, rationales: true)
    for index in mixed.instances.indices where index % 3 != 1 { mixed.instances[index].rationale = nil }
    var shown = SmallWorld.task("shown", cluster: "other", instances: 40 * scale, rationales: true)
    shown.positiveExamples[0].rationale = nil
    shown.positiveExamples[0].explanation = "As one counts."
    var rich = SmallWorld.task("rich", instances: 30, positives: 1)
    for index in rich.instances.indices {
      rich.instances[index].id = "id \(index)"
      rich.instances[index].options = ["one", "two \u{1F600}", "\(index)"]
      if index % 2 == 0 { rich.instances[index].candidates = ["ein \u{308}", "\(index)"] }
      rich.instances[index].fields = ["b": "B\(index)", "a": ""]
      rich.instances[index].references = ["one", "ein \u{308}"]
      if index % 7 == 0 { rich.instances[index].input += String(repeating: " long", count: 2000) }
      if index % 5 == 0 { rich.instances[index].input = "the same" }
    }
    rich.definitions = ["Do it.", "Do that."]
    rich.rationaleKind = .stream
    rich.subMixture = "part"
    rich.furtherFiles = [FurtherFile(firstInstance: 3, path: "b.json")]
    rich.skipped = (0..<150).map {
      SkippedInstance(
        location: SourceLocation(file: "x", line: $0), reason: $0 % 2 == 0 ? .blankTarget : .blankInput)
    }
    var ids = SmallWorld.task("tokens", instances: 8, positives: 0, definition: nil)
    ids.promptStyle = .complete
    for index in ids.instances.indices {
      ids.instances[index].tokens = TokenPair(inputs: [5, 6, Int32(index + 3)], targets: [258])
      ids.instances[index].input = ""
    }
    return [mixed, SmallWorld.task("plain", instances: 25 * scale), shown, rich, ids]
  }
}
