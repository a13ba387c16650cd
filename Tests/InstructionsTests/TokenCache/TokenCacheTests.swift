import Diagnostics
import Foundation
import Storage
import Testing

@testable import Instructions

@Suite struct TokenCacheTests {
  static func stream(_ tasks: [InstructionTask], seed: UInt64 = 7) throws -> ExampleStream {
    try SmallWorld.stream(tasks, seed: seed, budget: 500, holdOut: HoldOut(instances: .count(2)))
  }

  private static func files(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/tokens").sorted()
  }

  /// The file of a stream's first task.
  private static func open(_ path: String, _ stream: ExampleStream) throws -> TokenFile {
    try TokenFile(
      path, task: stream.tasks[0].task, vocabularySize: stream.tokenizer.vocabularySize)
  }

  /// In memory, stored, and tokenized ahead: the same examples, within the cached occurrences and beyond.
  @Test func everyPositionIsTheSame() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let cache = TokenCache(folder: world.folder.path)
    let plain = try Self.stream(world.tasks)
    let (cached, use) = try plain.building(cache, before: 300, threads: 3)
    #expect(use.built == 5 && use.reused == 0 && use.absent == 0 && use.examples > 150)
    let (stored, again) = try Self.stream(world.load().tasks).reading(cache)
    #expect(again.reused == 5 && again.examples == use.examples && again.bytes == use.bytes)
    for position in (0..<700).reversed() {
      let example = try plain.tokenized(at: position)
      #expect(try cached.tokenized(at: position) == example)
      #expect(try stored.tokenized(at: position) == example)
    }
  }

  @Test func filesDoNotDependOnMixtureOrThreads() throws {
    let folder = try TemporaryFolder()
    let tasks = StoredWorld.tasks()
    _ = try Self.stream(tasks).building(TokenCache(folder: folder.path), before: 1000, threads: 1)
    let before = try Self.files(folder).map {
      FileManager.default.contents(atPath: "\(folder.path)/tokens/\($0)")
    }
    let rates = MixtureConfiguration.RateRule(explicit: ["plain": 1000])
    let other = try SmallWorld.stream(
      tasks, budget: 500, holdOut: HoldOut(instances: .count(2)), mixture: MixtureConfiguration(rates: rates))
    #expect(other.reading(TokenCache(folder: folder.path)).use.reused == 5)
    let second = try TemporaryFolder()
    _ = try Self.stream(tasks).building(TokenCache(folder: second.path), before: 1000, threads: 4)
    #expect(try Self.files(second) == Self.files(folder))
    let after = try Self.files(second).map {
      FileManager.default.contents(atPath: "\(second.path)/tokens/\($0)")
    }
    #expect(before == after)
  }

  @Test func whateverChangesExamplesChangesTheKey() throws {
    let folder = try TemporaryFolder()
    let cache = TokenCache(folder: folder.path)
    let task = SmallWorld.task("a", instances: 9, rationales: true)
    _ = try Self.stream([task]).building(cache, before: 50, threads: 1)
    #expect(try Self.stream([task]).reading(cache).use.reused == 1)
    #expect(try Self.stream([task], seed: 8).reading(cache).use.absent == 1)
    var changed: [InstructionTask] = []
    for change in 0..<5 {
      var other = task
      switch change {
      case 0: other.instances[4].references = ["x"]
      case 1: other.definitions = ["Another."]
      case 2: other.positiveExamples[1].output = "x"
      case 3: other.name = "b"
      default: other.instances[0].rationale = nil
      }
      changed.append(other)
    }
    for other in changed { #expect(try Self.stream([other]).reading(cache).use.absent == 1) }
    let streams = [
      try SmallWorld.stream([task], budget: 501, holdOut: HoldOut(instances: .count(2))),
      try SmallWorld.stream([task], budget: 500, holdOut: HoldOut(instances: .count(3))),
      try SmallWorld.stream(
        [task], exemplars: .init(count: 1...2), budget: 500, holdOut: HoldOut(instances: .count(2))),
      try SmallWorld.stream(
        [task], shares: FormatShares([.zeroShot: 1]), budget: 500, holdOut: HoldOut(instances: .count(2))),
    ]
    for stream in streams { #expect(stream.reading(cache).use.absent == 1) }
  }

  @Test func longerRunsBuildMore() throws {
    let folder = try TemporaryFolder()
    let cache = TokenCache(folder: folder.path)
    let stream = try Self.stream([SmallWorld.task("a", instances: 40)])
    #expect(try stream.building(cache, before: 10, threads: 1).use.examples == 10)
    #expect(try stream.building(cache, before: 8, threads: 1).use.built == 0)
    let (_, use) = try stream.building(cache, before: 1000, threads: 1)
    #expect(use.built == 1 && use.examples == 38)
  }

  /// Whatever is changed in a file, the examples stay right, and the file is built anew: at once, or when the damage is met.
  @Test func damageCostsOnlyTime() throws {
    let folder = try TemporaryFolder()
    let told = Told()
    let cache = TokenCache(folder: folder.path, handling: told.handling(.optional))
    let stream = try Self.stream([SmallWorld.task("a", instances: 40, rationales: true)])
    _ = try stream.building(cache, before: 100, threads: 1)
    let path = "\(folder.path)/tokens/" + (try Self.files(folder).first { $0.hasSuffix(".h5") } ?? "")
    let original = try Data(contentsOf: URL(fileURLWithPath: path))
    let examples = try (0..<38).map { try stream.tokenized(at: $0) }
    var mended = 0
    for place in stride(from: 0, to: original.count, by: 23) {
      var bytes = original
      bytes[place] ^= 0x11
      try bytes.write(to: URL(fileURLWithPath: path))
      let before = told.warnings.count
      let damaged = stream.reading(cache, before: 100).stream
      #expect(try (0..<38).map { try damaged.tokenized(at: $0) } == examples)
      if told.warnings.count > before {
        #expect(try Self.open(path, stream).isWhole, "byte \(place)")
        mended += 1
      }
    }
    #expect(mended > 10)
    try original.prefix(500).write(to: URL(fileURLWithPath: path))
    #expect(try stream.building(cache, before: 100, threads: 1).use.built == 1)
  }

  /// A file whose tables are whole and whose examples are not is noticed before it counts as there.
  @Test func filling_looksAtEveryExample() throws {
    let folder = try TemporaryFolder()
    let told = Told()
    let cache = TokenCache(folder: folder.path, handling: told.handling(.required))
    let stream = try Self.stream([SmallWorld.task("a", instances: 40)])
    _ = try stream.building(cache, before: 100, threads: 1)
    let path = "\(folder.path)/tokens/" + (try Self.files(folder).first { $0.hasSuffix(".h5") } ?? "")
    let original = try Data(contentsOf: URL(fileURLWithPath: path))
    var built = 0
    for place in stride(from: 0, to: original.count, by: 97) {
      var bytes = original
      bytes[place] ^= 0x11
      try bytes.write(to: URL(fileURLWithPath: path))
      built += try stream.building(cache, before: 100, threads: 1).use.built
      let file = try Self.open(path, stream)
      #expect(file.isWhole)
    }
    #expect(built > 5 && told.warnings.count == built)
  }

  @Test func unwritableFolder_isDoneWithout_andReadersWriteNothing() throws {
    let folder = try TemporaryFolder()
    let stream = try Self.stream([SmallWorld.task("a", instances: 20)])
    for operation in [FileOperation.createFolder, .createFile, .write, .synchronize, .rename] {
      let told = Told()
      let refusing = FileSystem { (change, _) throws(SystemFailure) in
        if change == operation { throw SystemFailure(code: EROFS) }
      }
      let cache = TokenCache(
        folder: folder.path, handling: told.handling(.optional), fileSystem: refusing)
      let (made, use) = try stream.building(cache, before: 100, threads: 1)
      #expect(use.built == 0 && use.reused == 0)
      #expect(
        told.warnings.count == 1 && told.warnings[0].contains("Read-only file system"), "\(told.warnings)")
      #expect(try made.tokenized(at: 3) == stream.tokenized(at: 3))
    }
    _ = try stream.building(TokenCache(folder: folder.path), before: 100, threads: 1)
    let name = try #require(Self.files(folder).first { $0.hasSuffix(".h5") })
    let path = "\(folder.path)/tokens/\(name)"
    try Data(contentsOf: URL(fileURLWithPath: path)).prefix(500).write(to: URL(fileURLWithPath: path))
    let told = Told()
    let reader = TokenCache(folder: folder.path, handling: told.handling(.readOnly))
    #expect(stream.reading(reader, before: 100).use.absent == 1 && told.warnings.count == 1)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 500)
  }

  /// A file whose examples are those of another formatting is noticed at its first use.
  @Test func staleFilesAreNotUsed() throws {
    let folder = try TemporaryFolder()
    let cache = TokenCache(folder: folder.path)
    let (one, other) = (
      try Self.stream([SmallWorld.task("a", instances: 20)]),
      try Self.stream([SmallWorld.task("a", instances: 20, definition: "Another definition.")])
    )
    _ = try one.building(cache, before: 100, threads: 1)
    let name = try #require(Self.files(folder).first { $0.hasSuffix(".h5") })
    let key = other.key(of: other.tasks[0], other.commonKey)
    try FileManager.default.moveItem(atPath: "\(folder.path)/tokens/\(name)", toPath: cache.path(key))
    let (stream, use) = other.reading(cache)
    #expect(use.reused == 1)
    for position in 0..<40 { #expect(try stream.tokenized(at: position) == other.tokenized(at: position)) }
    // It has been made anew with the examples of this one.
    let mended = try Self.open(cache.path(key), other)
    #expect(mended.isWhole && other.reading(cache).use.reused == 1)
    #expect(
      try mended.example(0) { try other.formatted(0, occurrence: 0) } == other.formatted(0, occurrence: 0))
  }

  @Test func everyFailureLeavesNothing() throws {
    final class Countdown: @unchecked Sendable {
      var left: Int
      init(_ left: Int) { self.left = left }
    }
    let folder = try TemporaryFolder()
    let stream = try Self.stream(["a", "b"].map { SmallWorld.task($0, instances: 20) })
    var failures = 0
    for turn in 0..<100 {
      let countdown = Countdown(turn)
      let faulty = FileSystem { (_, _) throws(SystemFailure) in
        countdown.left -= 1
        if countdown.left == -1 { throw SystemFailure(code: ENOSPC) }
      }
      do {
        _ = try stream.building(TokenCache(folder: folder.path, fileSystem: faulty), before: 100, threads: 1)
        break
      } catch let error as any UserError {
        #expect(error.category == .inputOutput)
        failures += 1
      }
      let files = (try? Self.files(folder)) ?? []
      #expect(!files.contains { $0.hasPrefix(".") })
      for name in files { try FileManager.default.removeItem(atPath: "\(folder.path)/tokens/\(name)") }
    }
    #expect(failures > 8)
    #expect(stream.reading(TokenCache(folder: folder.path)).use.reused == 2)
  }
}
