import Diagnostics
import Foundation
import Storage
import Testing
import TestSupport

@testable import Checkpoints

/// Fills a checkpoint folder with a few files that tell its content.
func fill(_ folder: String, _ content: String, fileSystem: FileSystem = .standard) throws {
  try fileSystem.write(Data(content.utf8), to: "\(folder)/model.safetensors")
  try fileSystem.createFolder("\(folder)/inner")
  try fileSystem.write(Data("inner \(content)".utf8), to: "\(folder)/inner/file")
  try fileSystem.write(Data(), to: "\(folder)/empty")
}

@Suite struct CheckpointStoreTests {
  private func store(_ folder: TemporaryFolder, steps: [Int]) throws -> CheckpointStore {
    let store = CheckpointStore(root: folder.file("run"))
    for step in steps { try store.write(step: step) { try fill($0, "step \(step)") } }
    return store
  }

  @Test func writesListsAndVerifies() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [500, 1000, 7])
    #expect(names(in: store.checkpointsFolder) == ["step-00000007", "step-00000500", "step-00001000"])
    #expect(names(in: store.folder(step: 500)) == ["MANIFEST.json", "empty", "inner", "model.safetensors"])
    let (complete, skipped) = try store.list()
    #expect(complete.map(\.step) == [1000, 500, 7] && skipped.isEmpty)
    let manifest = try CheckpointManifest.verify(store.folder(step: 500))
    #expect(manifest.step == 500)
    #expect(manifest.files.map(\.path) == ["empty", "inner/file", "model.safetensors"])
    #expect(manifest.files.map(\.size) == [0, 14, 8])
  }

  @Test func anEmptyRunHasNone() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(root: folder.file("none"))
    #expect(try store.list().complete.isEmpty)
    #expect(try store.newestComplete().checkpoint == nil)
    #expect(try store.promoted() == nil)
    #expect(try store.cleanUp() == [] && store.rotate(keepLast: 1) == [])
    #expect(names(in: folder.path) == [])
  }

  @Test func newestCompleteSaysWhatItSkips() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [1, 2, 3, 4, 5])
    func file(_ step: Int, _ name: String) -> URL {
      URL(fileURLWithPath: "\(store.folder(step: step))/\(name)")
    }
    try FileManager.default.removeItem(at: file(5, "MANIFEST.json"))
    try Data("step x".utf8).write(to: file(4, "model.safetensors"))
    try Data().write(to: file(3, "inner/file"))
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: store.folder(step: 2)), to: URL(fileURLWithPath: store.folder(step: 6)))
    let (newest, skipped) = try store.newestComplete()
    #expect(newest?.step == 2)
    #expect(skipped.map(\.step) == [6, 5, 4, 3])
    #expect(
      skipped.compactMap { ($0.reason as? CheckpointError)?.reason }.map { "\($0)".prefix(9) } == [
        "otherStep", "noManifes", "wrongHash", "wrongSize",
      ])
    #expect(try store.list().complete.map(\.step) == [2, 1])
    #expect(try store.list(.sizes).complete.map(\.step) == [4, 2, 1])
  }

  @Test func aStepIsReplacedWhole() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [1])
    try store.write(step: 1) { try FileSystem.standard.write(Data("new".utf8), to: "\($0)/other") }
    #expect(names(in: store.folder(step: 1)) == ["MANIFEST.json", "other"])
    #expect(names(in: store.checkpointsFolder) == ["step-00000001"])
  }

  @Test(arguments: [(1, [30]), (2, [30, 20]), (3, [30, 20, 10]), (9, [30, 20, 10]), (0, [30]), (-5, [30])])
  func rotationKeepsTheNewest(keep: Int, left: [Int]) throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [10, 20, 30])
    try store.promote(step: 10)
    try store.rotate(keepLast: keep)
    #expect(try store.list().complete.map(\.step) == left)
    #expect(try store.promoted()?.step == 10)
    #expect(names(in: store.checkpointsFolder).count == left.count)
  }

  @Test func rotationCountsOnlyCompleteOnes() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [1, 2, 3])
    try FileManager.default.removeItem(atPath: "\(store.folder(step: 3))/MANIFEST.json")
    #expect(try store.rotate(keepLast: 1) == [1])
    #expect(names(in: store.checkpointsFolder) == ["step-00000002", "step-00000003"])
  }

  @Test func rotationNeverTakesTheOneJustWritten() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [10, 20, 30])
    try store.write(step: 15, keepLast: 1) { try fill($0, "again") }
    #expect(try store.list().complete.map(\.step) == [30, 15])
  }

  @Test func promotionCopiesAndReplaces() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [1, 2])
    try store.promote(step: 1)
    #expect(try store.promoted()?.step == 1)
    // What damages the checkpoint's bytes leaves the copy whole.
    let weights = "\(store.folder(step: 1))/model.safetensors"
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: weights))
    try handle.write(contentsOf: Data("x".utf8))
    try handle.close()
    #expect(throws: CheckpointError.self) { try store.verify(step: 1) }
    #expect(try store.promoted()?.step == 1)
    try store.promote(step: 2)
    #expect(try store.promoted()?.step == 2)
    #expect(names(in: store.root) == ["best", "checkpoints"])
    try store.write(step: 3, keepLast: 1) { try fill($0, "step 3") }
    #expect(try store.promoted()?.step == 2)
    #expect(try CheckpointManifest.verify("\(store.root)/best").step == 2)
  }

  /// Rounded weights get a manifest of their own; all else is copied, and the checkpoint stays as it is.
  @Test func promotionRounds() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(root: folder.file("run"))
    try store.write(step: 7) { partial in
      try fill("\(partial)", "replaced below")
      try FileSystem.standard.removeTree("\(partial)/model.safetensors")
      try SafetensorsWriter().write(
        [.init("b", shape: [2], values: [1.00390625, -3.1415927]), .init("a", shape: [], values: [0.5])],
        to: "\(partial)/model.safetensors")
    }
    let before = try contents("\(store.folder(step: 7))/model.safetensors")
    for _ in 0..<2 {
      let best = try store.promote(step: 7, precision: .bfloat16)
      #expect(try store.promoted() == best && best.step == 7)
      #expect(names(in: best.folder) == ["MANIFEST.json", "empty", "inner", "model.safetensors"])
      let weights = try WeightsArchive(folder: best.folder)
      #expect(weights.tensors.map(\.elementType) == [.bfloat16, .bfloat16])
      #expect(try weights.floats("a") == [0.5] && weights.floats("b") == [1, -3.140625])
      #expect(try contents("\(best.folder)/inner/file") == Array("inner replaced below".utf8))
    }
    #expect(try contents("\(store.folder(step: 7))/model.safetensors") == before)
    #expect(names(in: store.root) == ["best", "checkpoints"])
    // A new manifest must not make damaged bytes good ones.
    var damaged = before
    damaged[damaged.count - 1] ^= 1
    try Data(damaged).write(to: URL(fileURLWithPath: "\(store.folder(step: 7))/model.safetensors"))
    #expect(throws: CheckpointError.self) { try store.promote(step: 7, precision: .bfloat16) }
    #expect(try store.promoted()?.step == 7)
  }

  @Test func promotionOfWhatIsNotThere() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [1, 2])
    #expect(
      thrown(CheckpointError.self) { try store.promote(step: 3) }?.reason
        == .noSuchStep(3, available: [2, 1]))
    try FileManager.default.removeItem(atPath: "\(store.folder(step: 2))/empty")
    #expect(thrown(CheckpointError.self) { try store.promote(step: 2) }?.reason == .missingFile)
    for name in ["", "a/b", "..", ".best", "checkpoints", "x\0"] {
      #expect(thrown(CheckpointError.self) { try store.promote(step: 1, to: name) }?.reason == .badName(name))
    }
    #expect(thrown(CheckpointError.self) { try store.write(step: -1) { _ in } }?.reason == .negativeStep(-1))
    #expect(names(in: store.root) == ["checkpoints"])
  }

  @Test func whatADeadProcessLeft() throws {
    let folder = try TemporaryFolder()
    let store = try store(folder, steps: [1])
    try store.promote(step: 1)
    // No process has the largest number; process 1 always lives.
    let dead = Int32.max
    func make(_ name: String) throws { try FileSystem.standard.createFolders("\(store.root)/\(name)/inner") }
    try make("checkpoints/.partial-step-00000002-\(dead)")
    try make("checkpoints/.partial-step-00000003-1")
    try make("checkpoints/.removed-step-00000000-\(dead)")
    try make("checkpoints/.replaced-step-00000001-\(dead)")
    try make(".partial-best-\(getpid())")
    try make(".other")
    try FileSystem.standard.rename("\(store.root)/best", to: "\(store.root)/.replaced-best-\(dead)")
    let changed = try store.cleanUp()
    #expect(changed.count == 5)
    #expect(names(in: store.root) == [".other", "best", "checkpoints"])
    #expect(names(in: store.checkpointsFolder) == [".partial-step-00000003-1", "step-00000001"])
    #expect(try store.promoted()?.step == 1)
    #expect(try store.cleanUp() == [])
  }
}
