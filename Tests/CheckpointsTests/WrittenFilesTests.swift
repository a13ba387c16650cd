import Models
import Foundation
import Storage
import Testing

@testable import Checkpoints

/// Writes files for `Tests/References/checkpoints.py --verify FOLDER` to read, where FOLDER is asked for.
private let folder = ProcessInfo.processInfo.environment["WRITTEN_FILES_FOLDER"]

@Suite(.enabled(if: folder != nil)) struct WrittenFilesTests {
  @Test func writesFilesForTheReference() throws {
    let folder = try #require(folder)
    try FileSystem.standard.createFolders("\(folder)/sharded")
    let tensors = try referenceTensors()
    try SafetensorsWriter().write(tensors, to: "\(folder)/float32.safetensors")
    try SafetensorsWriter(precision: .bfloat16).write(tensors, to: "\(folder)/bfloat16.safetensors")
    try SafetensorsWriter().write(tensors, toFolder: "\(folder)/sharded", largestFile: 100)
    let state = TrainerState(
      step: 500, seed: .max, scalars: ["best": 0.1], integers: ["position": .min],
      strings: ["note": "naïve\0text"])
    let slots = tensors.map { NamedTensor("\($0.name)/slot", shape: $0.shape, withValues: $0.withValues) }
    try TrainerStateFile.write(state, tensors: slots, to: "\(folder)/trainer.h5")
    try TrainerStateFile.write(
      state, tensors: slots, to: "\(folder)/trainer-deflated.h5", layout: .deflated(level: 1))
    let configuration = T5Configuration(
      modelDimension: 16, headDimension: 4, heads: 4, encoderLayers: 2, decoderLayers: 2,
      feedForwardDimension: 24, vocabularySize: 384, feedForward: .gatedGELU, tiesEmbeddings: false,
      scalesDecoderOutput: false)
    let tokenizers = [("bytes", TokenizerDescription.Kind.byteLevel), ("pieces", .sentencePiece)]
    for (name, kind) in tokenizers {
      try FileSystem.standard.createFolders("\(folder)/\(name)")
      try ModelFolder.writeConfiguration(configuration, to: "\(folder)/\(name)")
      try ModelFolder.writeTokenizer(TokenizerDescription(kind), to: "\(folder)/\(name)")
    }
  }
}
