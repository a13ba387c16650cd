import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

/// Mutated files are read whole or refused with a typed error; a trap would end the test process.
@Suite struct SafetensorsMutationTests {
  @Test(arguments: ["f32", "bf16", "integers"])
  func mutatedFilesNeverTrap(name: String) throws {
    let folder = try TemporaryFolder()
    let original = try contents(Fixture.path("\(name).safetensors"))
    let headerEnd = 8 + Int(original[0]) + Int(original[1]) << 8
    var generator = SeededGenerator(state: 17)
    var (accepted, refused) = (0, 0)
    for _ in 0..<4000 {
      let path = try folder.write(mutate(original, headerEnd, &generator), to: "x")
      do {
        let file = try WeightsFile(path)
        for tensor in file.tensors { try readAll(tensor, file) }
        accepted += 1
      } catch let error as any UserError {
        #expect(!error.description.isEmpty)
        refused += 1
      }
    }
    // Both ways must be taken, else the mutations are too weak or too strong to say anything.
    #expect(accepted > 100 && refused > 1000, "\(accepted) accepted, \(refused) refused")
  }

  private func readAll(_ tensor: StoredTensor, _ file: WeightsFile) throws {
    switch tensor.elementType {
    case .float32, .float16, .bfloat16:
      #expect(try file.floats(tensor.name).count == tensor.elementCount)
      _ = try file.firstNonFinite(tensor.name)
    case .int32, .int64: #expect(try file.integers(tensor.name).count == tensor.elementCount)
    default: try file.withBytes(of: tensor.name) { #expect($0.count == tensor.byteRange.count) }
    }
  }
}
