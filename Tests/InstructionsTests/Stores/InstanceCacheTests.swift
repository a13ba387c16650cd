import Diagnostics
import Foundation
import Storage
import Testing

@testable import Instructions

@Suite struct InstanceCacheTests {
  @Test func storesAreReusedUntilTheContentChanges() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    #expect(try world.load().use.action == .built)
    #expect(try world.load().use.action == .reused)
    try world.folder.write("a.world", "other content")
    #expect(try world.load().use.action == .built)
    #expect(world.files.count == 2)
    let small = InstanceCache(folder: world.folder.path, minimumBytes: 1000)
    #expect(try small.tasks(of: world.source).use == nil)
  }

  @Test func otherReadersAndPathsHaveOtherStores() throws {
    let world = try StoredWorld([SmallWorld.task("a", instances: 3)])
    let path = try world.load().use.path
    try world.folder.write("b.world", "content")
    let other = WorldSource(path: "\(world.folder.path)/b.world", worlds: world.tasks)
    #expect(try world.cache().tasks(of: other).use?.path != path)
    var changed = world.source
    changed.settings = "otherwise"
    #expect(try world.cache().tasks(of: changed).use?.path != path)
  }

  /// Every byte of a store is changed, one at a time: what is read is right, and the store is built anew, when it is opened
  /// or while it is read.
  @Test func damageIsFoundAndMended() throws {
    let world = try StoredWorld([SmallWorld.task("a", instances: 9, rationales: true)])
    let path = try world.load().use.path
    let original = try Data(contentsOf: URL(fileURLWithPath: path))
    let expected = try SmallWorld.stream(world.tasks)
    let examples = try (0..<9).map { try expected.tokenized(at: $0) }
    var (atOpening, atReading) = (0, 0)
    for place in 0..<original.count {
      var bytes = original
      bytes[place] ^= 0x20
      try bytes.write(to: URL(fileURLWithPath: path))
      let told = Told()
      let (tasks, use) = try world.load(handling: told.handling(.required))
      if use.action == .rebuilt {
        #expect(use.damage != nil)
        atOpening += 1
      }
      let stream = try SmallWorld.stream(tasks)
      #expect(try (0..<9).map { try stream.tokenized(at: $0) } == examples)
      #expect(tasks[0].instances == world.tasks[0].instances && tasks[0].instances.failure == nil)
      if use.action == .reused, !told.warnings.isEmpty {
        #expect(told.warnings.count == 1 && told.warnings[0].hasSuffix("; it is built anew"))
        atReading += 1
      }
      #expect(try place < 8 || Data(contentsOf: URL(fileURLWithPath: path)) == original, "byte \(place)")
    }
    #expect(atOpening + atReading == original.count - 8 && atReading > 0)
  }

  /// What may write nothing leaves even a damaged store where it is, and reads the source.
  @Test func readers_writeNothing() throws {
    let world = try StoredWorld([SmallWorld.task("a", instances: 9)])
    let told = Told()
    let (tasks, use) = try world.cache(handling: told.handling(.readOnly)).tasks(of: world.source)
    #expect(use == nil && tasks[0].instances == world.tasks[0].instances && world.files.isEmpty)
    let path = try world.load().use.path
    let original = try Data(contentsOf: URL(fileURLWithPath: path))
    for place in [40, original.count - 20] {
      var bytes = original
      bytes[place] ^= 0x20
      try bytes.write(to: URL(fileURLWithPath: path))
      let again = try world.cache(handling: told.handling(.readOnly)).tasks(of: world.source).tasks
      #expect(again[0].instances == world.tasks[0].instances)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }
    #expect(told.warnings.count == 2 && told.warnings[0].contains("is read into memory"), "\(told.warnings)")
    #expect(told.warnings[1].contains("it is not used"), "\(told.warnings)")
  }

  /// Whichever change of the file system is refused, a cache that may be done without is, and that is told.
  @Test func anUnwritableFolder_isDoneWithout() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    for operation in [FileOperation.createFolder, .createFile, .write, .synchronize, .rename] {
      let told = Told()
      let refusing = FileSystem { (change, _) throws(SystemFailure) in
        if change == operation { throw SystemFailure(code: EROFS) }
      }
      let (tasks, use) = try world.cache(refusing, handling: told.handling(.optional)).tasks(of: world.source)
      #expect(use == nil && tasks.map(\.instances) == world.tasks.map(\.instances))
      #expect(
        told.warnings.count == 1 && told.warnings[0].contains("Read-only file system"), "\(told.warnings)")
      #expect(told.warnings[0].hasSuffix("a.world is read into memory"))
      #expect(!world.files.contains { $0.hasPrefix(".") })
      try? FileManager.default.removeItem(atPath: world.storesFolder)
    }
  }

  /// A damaged store that cannot be replaced, as in a cache that others have filled.
  @Test func aDamagedStoreThatStays_isDoneWithout() throws {
    let world = try StoredWorld([SmallWorld.task("a", instances: 9)])
    let path = try world.load().use.path
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[40] ^= 0x20
    try bytes.write(to: URL(fileURLWithPath: path))
    let told = Told()
    let refusing = FileSystem { (change, _) throws(SystemFailure) in
      if change == .remove { throw SystemFailure(code: EROFS) }
    }
    let tasks = try world.load(refusing, handling: told.handling(.optional)).tasks
    #expect(tasks[0].instances == world.tasks[0].instances && tasks[0].instances.failure == nil)
    #expect(told.warnings.count == 1 && told.warnings[0].contains("is read into memory"), "\(told.warnings)")
  }

  @Test func cutStoresAreBuiltAnew() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let path = try world.load().use.path
    let original = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in [0, 1, 8, 63, 64, 65, original.count / 2, original.count - 1] {
      try original.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(try world.load().use.action == .rebuilt)
    }
    let (tasks, _) = try world.load()
    let open = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try open.truncate(atOffset: 100)
    #expect(Array(tasks[0].instances) == Array(world.tasks[0].instances))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == original)
    // Where the source is no longer what it was, nothing can take the store's place.
    let (others, _) = try world.load()
    try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 100)
    try world.folder.write("a.world", "other content")
    _ = Array(others[0].instances)
    #expect(others[0].instances.failure?.problem.contains("ends too early") == true)
  }

  /// Whichever change of the file system fails, nothing half-written is left or used.
  @Test func everyFailureLeavesNothing() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    final class Countdown: @unchecked Sendable {
      var left: Int
      init(_ left: Int) { self.left = left }
    }
    var failures = 0
    for turn in 0..<100 {
      let countdown = Countdown(turn)
      let faulty = FileSystem { (_, _) throws(SystemFailure) in
        countdown.left -= 1
        if countdown.left == -1 { throw SystemFailure(code: ENOSPC) }
      }
      do {
        _ = try world.load(faulty)
        break
      } catch let error as FileError {
        #expect(error.category == .inputOutput && error.problem.contains("No space left"))
        failures += 1
      }
      #expect(!world.files.contains { $0.hasPrefix(".") })
      if !world.files.isEmpty { try FileManager.default.removeItem(atPath: world.storesFolder) }
    }
    #expect(failures >= 6)
    #expect(try world.load().tasks[0].instances == world.tasks[0].instances)
  }

  @Test func whatAKilledBuilderLeavesIsRemoved() throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let name = URL(fileURLWithPath: try world.load().use.path).lastPathComponent
    try FileManager.default.removeItem(atPath: "\(world.storesFolder)/\(name)")
    let draft = ".partial-\(name)-4711"
    try world.folder.write("cache/stores/\(draft)", "half")
    #expect(try world.load().use.action == .built)
    #expect(world.files == [name])
  }

  @Test func buildersAtOnceBuildOnce() async throws {
    let world = try StoredWorld(StoredWorld.tasks())
    let (cache, source) = (world.cache(), world.source)
    let actions = try await withThrowingTaskGroup(of: InstanceCache.Use.Action?.self) { group in
      for _ in 0..<6 {
        group.addTask { try cache.tasks(of: source).use?.action }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(actions.count { $0 == .built } == 1 && actions.count { $0 == .reused } == 5)
    #expect(world.files.count == 1)
  }
}
