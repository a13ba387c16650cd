import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct DamagedTrainerStateTests {
  @Test func damagedFilesOfOurOwn() throws {
    // Checksums guard the metadata of the format that we write, so every change is read or refused.
    let folder = try TemporaryFolder()
    let state = TrainerState(step: 5, seed: 6, scalars: ["a": 1], integers: ["b": 2], strings: ["c": "text"])
    try TrainerStateFile.write(
      state, tensors: [.init("t", shape: [3], values: [1, 2, 3])], to: folder.file("a"))
    let original = try contents(folder.file("a"))
    var refused = 0
    for index in 0..<original.count {
      var bytes = original
      bytes[index] ^= 0x10
      let path = try folder.write(bytes, to: "b")
      do {
        let file = try TrainerStateFile(reading: path)
        for tensor in file.tensors { _ = try file.floats(tensor.name) }
      } catch let error as any UserError {
        #expect(error.category == .data)
        refused += 1
      }
    }
    #expect(refused > original.count / 4, "\(refused) of \(original.count)")
  }
}
