import Diagnostics
import Foundation
import JSON
import Models
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct T5ConfigurationTests {
  private func small(_ feedForward: FeedForward, tied: Bool) -> T5Configuration {
    T5Configuration(
      modelDimension: 16, headDimension: 4, heads: 4, encoderLayers: 2, decoderLayers: 3,
      feedForwardDimension: 24, vocabularySize: 96, feedForward: feedForward, tiesEmbeddings: tied,
      scalesDecoderOutput: tied)
  }

  struct Written: Sendable {
    let file: String
    let feedForward: FeedForward
    let tiesKey: Bool
    let scaleKey: Bool?
    let scales: Bool
    var modelType = "t5"
    var isTied: Bool { modelType == "t5" && feedForward == .relu }
  }

  /// What the two versions of `transformers` write for the same models.
  @Test(arguments: [
    Written(file: "v1.0-transformers4", feedForward: .relu, tiesKey: true, scaleKey: nil, scales: true),
    Written(file: "v1.0-transformers5", feedForward: .relu, tiesKey: true, scaleKey: true, scales: true),
    Written(
      file: "v1.1-transformers4", feedForward: .gatedGELU, tiesKey: false, scaleKey: nil, scales: false),
    Written(
      file: "v1.1-transformers5", feedForward: .gatedGELU, tiesKey: true, scaleKey: false, scales: false),
    Written(
      file: "mt5-transformers4", feedForward: .gatedGELU, tiesKey: false, scaleKey: nil, scales: false,
      modelType: "mt5"),
    // No key says that it is not scaled; an mT5 of version 5 never is.
    Written(
      file: "mt5-transformers5", feedForward: .gatedGELU, tiesKey: true, scaleKey: nil, scales: false,
      modelType: "mt5"),
  ])
  func readsWhatTransformersWrites(_ written: Written) throws {
    let file = try T5Configuration(reading: Fixture.path("configuration/\(written.file).json"))
    var expected = small(written.feedForward, tied: written.tiesKey)
    expected.scalesDecoderOutput = written.scaleKey
    expected.modelType = written.modelType
    expected.tokenizerClass = file.tokenizerClass
    #expect(file == expected)
    #expect(file.settled(isTied: written.isTied).scalesOutputs == written.scales)
  }

  @Test(arguments: FeedForward.allCases, [true, false])
  func roundTripAndBothKeys(feedForward: FeedForward, tied: Bool) throws {
    var file = small(feedForward, tied: tied)
    file.dropoutRate = 0.05
    file.normEpsilon = 1e-5
    file.positionCount = 512
    file.tokenizerClass = "T5Tokenizer"
    let folder = try TemporaryFolder()
    let path = try folder.write(file.json(), to: "config.json")
    #expect(try T5Configuration(reading: path) == file)
    let text = String(decoding: try file.json(), as: UTF8.self)
    #expect(text.contains("\"tie_word_embeddings\": \(tied)"))
    #expect(text.contains("\"scale_decoder_outputs\": \(tied)"))
    #expect(text.contains("\"is_encoder_decoder\": true"))
    // transformers 5 refuses a whole number where it wants a float.
    #expect(text.contains("\"initializer_factor\": 1.0"))
  }

  @Test func noDropoutIsWrittenAsAFloat() throws {
    var file = small(.relu, tied: true)
    file.dropoutRate = 0
    #expect(String(decoding: try file.json(), as: UTF8.self).contains("\"dropout_rate\": 0.0,"))
    file.dropoutRate = .nan
    #expect(throws: EncodingError.self) { try file.json() }
  }

  @Test func oldFilesLackSomeKeys() throws {
    let folder = try TemporaryFolder()
    let text = """
      {"model_type": "t5", "architectures": ["T5WithLMHeadModel"], "vocab_size": 32128, "d_model": 512, "d_kv": 64,
       "d_ff": 2048, "num_layers": 6, "num_heads": 8, "n_positions": 512, "num_decoder_layers": null,
       "task_specific_params": {"summarization": {"length_penalty": 2.0}}}
      """
    let file = try T5Configuration(reading: folder.write(text.utf8, to: "config.json"))
    var expected = T5Configuration(
      modelDimension: 512, headDimension: 64, heads: 8, encoderLayers: 6, decoderLayers: 6,
      feedForwardDimension: 2048, vocabularySize: 32128, feedForward: .relu, tiesEmbeddings: true,
      scalesDecoderOutput: true)
    expected.positionCount = 512
    expected.scalesDecoderOutput = nil
    #expect(file == expected)
    #expect(file.scalesOutputs)
  }

  /// Each case changes one line of a good file; the error names that line.
  @Test(arguments: [
    (3, #""d_model": 0,"#, "d_model"), (3, #""d_model": -16,"#, "d_model"),
    (3, #""d_model": 1e99,"#, "d_model"),
    (3, #""d_model": 1048577,"#, "d_model"), (6, #""num_layers": 4097,"#, "num_layers"),
    (6, #""num_layers": 2, "num_decoder_layers": 999999999,"#, "num_decoder_layers"),
    (3, #""d_model": "16","#, "d_model"),
    (3, #""d_model": 16.5,"#, "d_model"), (3, #""d_model": null,"#, "d_model"), (4, #""d_kv": [],"#, "d_kv"),
    (5, #""d_ff": true,"#, "d_ff"), (9, #""vocab_size": 99999999999999999999,"#, "vocab_size"),
    (10, #""dropout_rate": 1.0,"#, "dropout_rate"), (10, #""dropout_rate": -0.1,"#, "dropout_rate"),
    (11, #""layer_norm_epsilon": 0,"#, "layer_norm_epsilon"), (12, #""pad_token_id": 96,"#, "pad_token_id"),
    (12, #""pad_token_id": -1,"#, "pad_token_id"),
    (13, #""relative_attention_num_buckets": 30,"#, "relative_attention_num_buckets"),
    (14, #""relative_attention_max_distance": 16,"#, "relative_attention_max_distance"),
    (15, #""tie_word_embeddings": 1,"#, "tie_word_embeddings"),
    (15, #""scale_decoder_outputs": "no","#, "scale_decoder_outputs"),
    (15, #""is_encoder_decoder": false,"#, "is_encoder_decoder"),
  ])
  func badValuesAreNamedWithLineAndField(line: Int, text: String, field: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(changed(line, text).utf8, to: "config.json")
    let error = try #require(thrown(JSONError.self) { _ = try T5Configuration(reading: path) })
    #expect(error.location?.line == line)
    #expect(error.location?.field == field)
    #expect(error.category == .data)
  }

  @Test(arguments: [
    (2, "d_model"), (3, "d_model"), (4, "d_kv"), (5, "d_ff"), (6, "num_layers"), (7, "num_heads"),
    (9, "vocab_size"),
  ])
  func missingKeysAreNamed(line: Int, key: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(changed(line, "").utf8, to: "config.json")
    let error = thrown(JSONError.self) { _ = try T5Configuration(reading: path) }
    let expected = line == 2 ? "model_type" : key
    guard case .missingKey(_, let found, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    (2, #""model_type": "bert","#), (2, #""model_type": "umt5","#), (2, #""model_type": "longt5","#),
    (15, #""architectures": ["T5EncoderModel"],"#),
    (8, #""feed_forward_proj": "gelu","#), (8, #""feed_forward_proj": "gated-relu","#),
    (15, #""dense_act_fn": "gelu_new","#), (15, #""is_gated_act": true,"#), (15, #""dense_act_fn": "silu","#),
  ])
  func otherArchitecturesAreRefused(line: Int, text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(changed(line, text).utf8, to: "config.json")
    let error = try #require(thrown(ModelConfigurationError.self) { _ = try T5Configuration(reading: path) })
    #expect(error.location?.line == line)
    #expect(error.category == .data && error.nextStep != nil)
  }

  @Test(arguments: [
    (#""feed_forward_proj": null,"#, FeedForward.relu), ("", .relu),
    (#""feed_forward_proj": "relu", "dense_act_fn": "relu", "is_gated_act": false,"#, .relu),
    (#""feed_forward_proj": "gated-gelu","#, .gatedGELU),
    (#""feed_forward_proj": "gated-gelu", "dense_act_fn": "gelu_new", "is_gated_act": true,"#, .gatedGELU),
    // transformers prefers the keys that it derives the first time.
    (#""feed_forward_proj": "relu", "dense_act_fn": "gelu_new", "is_gated_act": true,"#, .gatedGELU),
    (#""dense_act_fn": null, "is_gated_act": null,"#, .relu),
    // The first published configurations of Flan-T5.
    (#""feed_forward_proj": "gated-gelu", "dense_act_fn": "gelu", "is_gated_act": true,"#, .gatedExactGELU),
    // UL2 and Flan-UL2; Swish is another name of SiLU.
    (#""feed_forward_proj": "gated-silu","#, .gatedSiLU),
    (#""feed_forward_proj": "gated-swish","#, .gatedSiLU),
    (#""feed_forward_proj": "gated-silu", "dense_act_fn": "silu", "is_gated_act": true,"#, .gatedSiLU),
  ])
  func activationKeys(text: String, expected: FeedForward) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(changed(8, text).utf8, to: "config.json")
    #expect(try T5Configuration(reading: path).feedForward == expected)
  }

  @Test func mT5HasDefaultsOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let text = changed(2, #""model_type": "mt5","#).replacingOccurrences(
      of: #""feed_forward_proj": "relu","#, with: "")
    let file = try T5Configuration(reading: folder.write(text.utf8, to: "config.json"))
    #expect(file.feedForward == .gatedGELU && !file.tiesEmbeddings)
  }

  /// What the greatest dimensions come to is still a machine integer.
  @Test func noProductOfDimensionsOverflows() {
    let most = ConfigurationValue.largestDimension
    let (attention, overflow) = (most * most).multipliedReportingOverflow(by: most * 4)
    #expect(!overflow && attention > 0)
    #expect(!(ConfigurationValue.largestVocabulary * most).multipliedReportingOverflow(by: 4).overflow)
  }

  @Test(arguments: ["", "{", "[]", "{\"model_type\": \"t5\"", "\u{0}"])
  func textThatIsNoConfiguration(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text.utf8, to: "config.json")
    #expect(thrown(JSONError.self) { _ = try T5Configuration(reading: path) } != nil)
  }

  private func changed(_ line: Int, _ text: String) -> String {
    var lines = [
      "{", #""model_type": "t5","#, #""d_model": 16,"#, #""d_kv": 4,"#, #""d_ff": 24,"#, #""num_layers": 2,"#,
      #""num_heads": 4,"#, #""feed_forward_proj": "relu","#, #""vocab_size": 96,"#, #""dropout_rate": 0.1,"#,
      #""layer_norm_epsilon": 1e-6,"#, #""pad_token_id": 0,"#, #""relative_attention_num_buckets": 32,"#,
      #""relative_attention_max_distance": 128,"#, "", #""eos_token_id": 1}"#,
    ]
    lines[line - 1] = text
    return lines.joined(separator: "\n")
  }
}

extension T5Configuration {
  fileprivate init(reading path: String) throws {
    self = try #require(try ModelFamilies.read(path) as? T5Configuration)
  }
}
