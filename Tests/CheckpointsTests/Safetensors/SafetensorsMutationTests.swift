import Diagnostics
import Foundation
import Testing

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
        let file = try SafetensorsFile(path)
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

  private func readAll(_ tensor: SafetensorsTensor, _ file: SafetensorsFile) throws {
    switch tensor.elementType {
    case .float32, .float16, .bfloat16:
      #expect(try file.floats(tensor.name).count == tensor.elementCount)
      _ = try file.firstNonFinite(tensor.name)
    case .int32, .int64: #expect(try file.integers(tensor.name).count == tensor.elementCount)
    default: try file.withBytes(of: tensor.name) { #expect($0.count == tensor.byteRange.count) }
    }
  }

  private func mutate(_ original: [UInt8], _ headerEnd: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      // Most of what can go wrong is in the header.
      let end = Bool.random(using: &generator) ? bytes.count : min(headerEnd, bytes.count)
      if end == 0 { break }
      let index = Int.random(in: 0..<end, using: &generator)
      switch Int.random(in: 0..<7, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.removeSubrange(index...)
      case 3: bytes.remove(at: index)
      case 4: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
      case 5: bytes[index] = Array("0123456789-.eE[]{},:\" \\".utf8).randomElement(using: &generator) ?? 0
      default:
        let length = min(Int.random(in: 1...16, using: &generator), bytes.count - index)
        bytes.insert(contentsOf: bytes[index..<(index + length)], at: index)
      }
    }
    return bytes
  }
}
