import Diagnostics
import Foundation
import Storage
import Synchronization
import Testing
import TestSupport

@testable import Checkpoints

/// Fails the change with a given number, counted from 0; with no number it only counts.
private final class Fault: Sendable {
  private let state = Mutex((count: 0, operations: [FileOperation]()))
  let failing: Int?
  let code: Int32

  init(failing: Int? = nil, code: Int32 = ENOSPC) {
    self.failing = failing
    self.code = code
  }

  var operations: [FileOperation] { state.withLock { $0.operations } }

  var fileSystem: FileSystem {
    FileSystem { operation, _ throws(SystemFailure) in
      let number = self.state.withLock { state in
        state.operations.append(operation)
        return state.operations.count - 1
      }
      if number == self.failing { throw SystemFailure(code: self.code) }
    }
  }
}

/// Every change of a whole checkpoint is made to fail, one after the other.
@Suite struct CheckpointStoreFaultTests {
  private struct World {
    let folder: TemporaryFolder
    let root: String

    /// A run with steps 1 and 2 and the first as best.
    init() throws {
      folder = try TemporaryFolder()
      root = folder.file("run")
      let store = CheckpointStore(root: root)
      for step in [1, 2] { try store.write(step: step) { try fill($0, "step \(step)") } }
      try store.promote(step: 1)
    }

    func snapshot() throws -> [String: [UInt8]] {
      var files: [String: [UInt8]] = [:]
      for path in try FileSystem.files(below: root) { files[path] = try contents("\(root)/\(path)") }
      return files
    }
  }

  private func writeAll(_ folder: String, _ fileSystem: FileSystem) throws {
    try fill(folder, "new", fileSystem: fileSystem)
    try SafetensorsWriter(fileSystem: fileSystem).write(
      [.init("a", shape: [2], values: [1, 2])], toFolder: "\(folder)/inner")
    try TrainerStateFile.write(
      TrainerState(step: 1, seed: 2, strings: ["a": "b"]), tensors: [.init("a", shape: [2], values: [1, 2])],
      to: "\(folder)/trainer.h5", fileSystem: fileSystem)
  }

  /// Runs `change` with each of its operations failing in turn.
  /// - Returns: the operations of the run in which none failed.
  private func failEach(
    code: Int32 = ENOSPC, _ change: (CheckpointStore, FileSystem) throws -> Void
  ) throws -> [FileOperation] {
    let counting = Fault()
    let complete = try World()
    try change(CheckpointStore(root: complete.root, fileSystem: counting.fileSystem), counting.fileSystem)
    let after = try complete.snapshot()
    for number in counting.operations.indices {
      let world = try World()
      let before = try world.snapshot()
      let fault = Fault(failing: number, code: code)
      let store = CheckpointStore(root: world.root, fileSystem: fault.fileSystem)
      do {
        try change(store, fault.fileSystem)
        // A failure that was got round leaves the new state.
        _ = try CheckpointStore(root: world.root).cleanUp()
        #expect(try world.snapshot() == after, "operation \(number): \(fault.operations[number])")
      } catch let error as any UserError {
        #expect(error.category == .inputOutput, "\(error)")
        #expect(try world.snapshot() == before, "operation \(number): \(fault.operations[number])")
      }
      #expect(names(in: world.root) == ["best", "checkpoints"])
    }
    return counting.operations
  }

  @Test(arguments: [2, 3])
  func writingLeavesTheOldStateOrTheNew(step: Int) throws {
    let operations = try failEach { store, fileSystem in
      try store.write(step: step) { try writeAll($0, fileSystem) }
    }
    let needed: [FileOperation] = [.createFolder, .createFile, .write, .synchronize]
    #expect(Set(needed).isSubset(of: operations))
    #expect(operations.contains(step == 2 ? .exchange : .rename))
  }

  @Test(arguments: [ENOSPC, EXDEV, EIO])
  func promotionLeavesTheOldBestOrTheNew(code: Int32) throws {
    let operations = try failEach(code: code) { store, _ in try store.promote(step: 2) }
    #expect(operations.contains(.write) && operations.contains(.exchange))
  }

  @Test func aFileSystemThatCannotSwapNames() throws {
    let world = try World()
    let fileSystem = FileSystem { operation, _ throws(SystemFailure) in
      if operation == .exchange { throw SystemFailure(code: EINVAL) }
    }
    let store = CheckpointStore(root: world.root, fileSystem: fileSystem)
    try store.promote(step: 2)
    try store.write(step: 1) { try fill($0, "again") }
    #expect(try store.promoted()?.step == 2)
    #expect(try store.list().complete.map(\.step) == [2, 1])
    #expect(try contents("\(store.folder(step: 1))/model.safetensors") == Array("again".utf8))
    #expect(names(in: world.root) == ["best", "checkpoints"])
    #expect(names(in: store.checkpointsFolder) == ["step-00000001", "step-00000002"])
  }

  @Test func aFailureInTheBodyIsPassedOn() throws {
    struct Mine: Error, Equatable {}
    let world = try World()
    let before = try world.snapshot()
    let store = CheckpointStore(root: world.root)
    #expect(throws: Mine()) {
      try store.write(step: 3) { folder in
        try fill(folder, "half")
        throw Mine()
      }
    }
    #expect(try world.snapshot() == before)
    #expect(names(in: store.checkpointsFolder) == ["step-00000001", "step-00000002"])
  }

  @Test func aFailingRotationKeepsTheNewCheckpoint() throws {
    let world = try World()
    let fileSystem = FileSystem { operation, path throws(SystemFailure) in
      if operation == .rename, path.contains(".removed-") { throw SystemFailure(code: EIO) }
    }
    let store = CheckpointStore(root: world.root, fileSystem: fileSystem)
    let error = thrown(FileError.self) { try store.write(step: 3, keepLast: 1) { try fill($0, "new") } }
    #expect(error?.category == .inputOutput)
    #expect(try store.list().complete.map(\.step) == [3, 2, 1])
  }
}
