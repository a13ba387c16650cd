import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct TorchFileTests {
  private static let expected = try? JSONDecoder().decode(
    [String: Fixture.Tensor].self,
    from: Data(contentsOf: URL(fileURLWithPath: Fixture.path("torch/expected.json"))))

  /// Views with offsets and strides, storages that are shared, parameters, and all types of weights.
  @Test(arguments: ["views", "views-protocol4", "views-legacy"])
  func readsWhatPyTorchWrote(name: String) throws {
    let expected = try #require(Self.expected)
    let file = try WeightsFile(Fixture.path("torch/\(name).bin"))
    #expect(Set(file.tensors.map(\.name)) == Set(expected.keys))
    for (name, tensor) in expected {
      let found = try file.tensor(name)
      #expect(found.shape == tensor.shape && found.elementCount == tensor.bits?.count, "\(name)")
      #expect(try file.floats(name).map(\.bitPattern) == tensor.bits, "\(name)")
    }
    #expect(try file.tensor("plain").byteRange == file.tensor("shared").byteRange)
    #expect(try file.tensor("plain").strides == nil && file.tensor("rows").strides == nil)
    #expect(try file.tensor("transposed").strides == [1, 5])
  }

  /// A part of a tensor, in whatever order its elements stand.
  @Test(arguments: ["plain", "transposed", "every_other", "permuted", "half_transposed"])
  func readsRanges(name: String) throws {
    let file = try WeightsFile(Fixture.path("torch/views.bin"))
    let all = try file.floats(name)
    for start in all.indices {
      for end in start...all.count {
        let part = try [Float](unsafeUninitializedCapacity: end - start) { buffer, count in
          count = end - start
          try file.readFloats(name, range: start..<end, into: .init(rebasing: buffer[..<count]))
        }
        #expect(part == Array(all[start..<end]))
      }
    }
  }

  @Test func otherTypesAreKnownButNoWeights() throws {
    let file = try WeightsFile(Fixture.path("torch/others.bin"))
    #expect(try file.integers("long") == [-1, 1 << 40] && file.integers("int") == [3, -4])
    let types: [String: ElementType] = [
      "double": .float64, "long": .int64, "int": .int32, "short": .int16, "char": .int8, "byte": .uint8,
      "bool": .boolean,
    ]
    #expect(Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.elementType) }) == types)
    let error = thrown(WeightsError.self) { _ = try file.floats("double") }
    #expect(error?.reason == .wrongElementType(expected: "F32, F16 or BF16", found: .float64))
  }

  /// The dictionary of a module has attributes, which are no weights.
  @Test func readsTheStateOfAModule() throws {
    let file = try WeightsFile(Fixture.path("torch/module.bin"))
    #expect(
      file.tensors.map(\.description) == [
        .init(name: "weight", shape: [3, 2]), .init(name: "bias", shape: [3]),
      ])
  }

  @Test(
    arguments: [
      ("checkpoint", .notATensor(name: "epoch", found: "a number")),
      ("list", .notADictionary(found: "a list")),
      ("script", .program), ("whole-module", .forbiddenName("torch.nn.modules.linear.Linear")),
    ] as [(String, TorchFileError.Reason)])
  func whatIsNoDictionaryOfWeightsIsNamed(name: String, reason: TorchFileError.Reason) throws {
    let error = thrown(TorchFileError.self) { _ = try WeightsFile(Fixture.path("torch/\(name).bin")) }
    #expect(error?.reason == reason && error?.category == .data)
  }

  @Test(arguments: ["", "PK", "<!DOCTYPE html>", "{\"a\":1}"])
  func whatIsNoSuchFileIsNamed(text: String) throws {
    let folder = try TemporaryFolder()
    let error = thrown(TorchFileError.self) {
      _ = try WeightsFile(folder.write(text.utf8, to: "pytorch_model.bin"))
    }
    #expect(error?.reason == (text == "PK" ? .truncated : .otherFormat))
    #expect(error?.description.contains("download it again") == true)
  }

  @Test func bigEndianIsNamed() throws {
    let folder = try TemporaryFolder()
    let bytes = ZipBytes(entries: [("x/data.pkl", [0x7D, 0x2E]), ("x/byteorder", Array("big".utf8))]).bytes
    #expect(
      thrown(TorchFileError.self) { _ = try WeightsFile(folder.write(bytes, to: "a")) }?.reason == .bigEndian)
  }

  /// Mutated files are read whole or refused with a typed error; a trap would end the test process.
  @Test(arguments: ["views", "views-legacy", "others"])
  func mutatedFilesNeverTrap(name: String) throws {
    let folder = try TemporaryFolder()
    let original = try contents(Fixture.path("torch/\(name).bin"))
    var generator = SeededGenerator(state: 23)
    var (accepted, refused) = (0, 0)
    for _ in 0..<600 {
      let path = try folder.write(mutate(original, original.count, &generator), to: "x.bin")
      do {
        let file = try WeightsFile(path)
        for tensor in file.tensors where tensor.elementType.isReadableAsFloat {
          #expect(try file.floats(tensor.name).count == tensor.elementCount)
        }
        accepted += 1
      } catch let error as any UserError {
        #expect(!error.description.isEmpty)
        refused += 1
      }
    }
    #expect(accepted > 5 && refused > 100, "\(accepted) accepted, \(refused) refused")
  }
}
