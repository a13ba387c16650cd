import Models
import Foundation
import JSON
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct ModelFolderTests {
  private let configuration = T5Configuration(
    modelDimension: 16, headDimension: 4, heads: 4, encoderLayers: 2, decoderLayers: 2,
    feedForwardDimension: 24, vocabularySize: 384, feedForward: .gatedGELU, tiesEmbeddings: false,
    scalesDecoderOutput: false)

  @Test func sentencePieceFolder() throws {
    let folder = try TemporaryFolder()
    try ModelFolder.writeConfiguration(configuration, to: folder.path)
    try ModelFolder.writeTokenizer(TokenizerDescription(.sentencePiece), to: folder.path)
    #expect(
      names(in: folder.path) == [
        "config.json", "generation_config.json", "special_tokens_map.json", "tokenizer_config.json",
      ])
    let tokenizer = try JSONDocument.read(folder.file("tokenizer_config.json"), what: "").object()
    #expect(try tokenizer.required("tokenizer_class").string() == "T5Tokenizer")
    #expect(try tokenizer.required("extra_ids").integer() == 100)
    let sentinels = try tokenizer.required("additional_special_tokens").array().map { try $0.string() }
    #expect(sentinels.count == 100 && sentinels.last == "<extra_id_99>")
    let generation = try JSONDocument.read(folder.file("generation_config.json"), what: "").object()
    #expect(try generation.required("decoder_start_token_id").integer() == 0)
    #expect(try generation.required("eos_token_id").integer() == 1)
  }

  @Test func severalEndsAreWrittenAndRead() throws {
    let folder = try TemporaryFolder()
    var file: any ModelConfiguration = configuration
    file.furtherEndIDs = [7, 3]
    try ModelFolder.writeConfiguration(file, to: folder.path)
    var read = try ModelFamilies.read(folder.file("config.json"))
    #expect(read.furtherEndIDs.isEmpty && read.endTokenID == 1)
    try read.readEnds(ofFolder: folder.path)
    #expect(read.furtherEndIDs == [7, 3] && read.endTokenID == 1)
    try folder.write(#"{"eos_token_id": [1, 384]}"#, to: "generation_config.json")
    #expect(throws: JSONError.self) { try read.readEnds(ofFolder: folder.path) }
  }

  @Test func byteLevelFolder() throws {
    let folder = try TemporaryFolder()
    try ModelFolder.writeTokenizer(TokenizerDescription(.byteLevel), to: folder.path)
    #expect(names(in: folder.path) == ["special_tokens_map.json", "tokenizer_config.json"])
    let tokenizer = try JSONDocument.read(folder.file("tokenizer_config.json"), what: "").object()
    #expect(try tokenizer.required("tokenizer_class").string() == "ByT5Tokenizer")
    #expect(try tokenizer.required("extra_ids").integer() == 125)
    #expect(tokenizer["legacy"] == nil)
  }
}
