import Diagnostics
import Foundation
import Models
import JSON
import Testing
import TestSupport

@testable import Checkpoints

/// Mutated descriptions are read or refused with a typed error; a trap would end the test process.
@Suite struct ModelFolderMutationTests {
  @Test(arguments: ["untied-transformers5", "mt5-transformers4", "tied-transformers4"])
  func mutatedConfigurationsNeverTrap(name: String) throws {
    let original = try contents(Fixture.path("models/\(name)/config.json"))
    var generator = SeededGenerator(state: 5)
    try expectBoth(rounds: 4000) {
      let bytes = mutate(original, original.count, &generator)
      let file = try T5Configuration(JSONDocument.parse(bytes, file: "config.json"))
      for isTied in [true, false] where file.encoderLayers + file.decoderLayers < 64 {
        #expect(!file.settled(isTied: isTied).expectedTensors.isEmpty)
      }
      #expect(try !file.json().isEmpty)
    }
  }

  @Test func mutatedIndicesNeverTrap() throws {
    let folder = try TemporaryFolder()
    let source = Fixture.path("sharded")
    for name in names(in: source) where name.hasSuffix(".safetensors") {
      try folder.write(contents("\(source)/\(name)"), to: name)
    }
    let original = try contents("\(source)/\(WeightsArchive.indexName)")
    var generator = SeededGenerator(state: 6)
    try expectBoth(rounds: 10_000) {
      let bytes = mutate(original, original.count, &generator)
      // Most are refused before there is anything to open.
      _ = try ShardIndex.weightMap(JSONDocument.parse(bytes, file: "index"), path: "index")
      try folder.write(bytes, to: WeightsArchive.indexName)
      let archive = try WeightsArchive(folder: folder.path)
      for tensor in archive.tensors { #expect(archive[tensor.name] == tensor) }
    }
  }

  /// Both ways must be taken, else the mutations are too weak or too strong to say anything.
  private func expectBoth(rounds: Int, _ body: () throws -> Void) throws {
    var (accepted, refused) = (0, 0)
    for _ in 0..<rounds {
      do {
        try body()
        accepted += 1
      } catch let error as any UserError {
        #expect(!error.description.isEmpty)
        refused += 1
      }
    }
    #expect(accepted > rounds / 200 && refused > rounds / 4, "\(accepted) accepted, \(refused) refused")
  }
}
