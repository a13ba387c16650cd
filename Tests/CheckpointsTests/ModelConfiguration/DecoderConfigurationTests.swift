import Diagnostics
import Foundation
import JSON
import Models
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct DecoderConfigurationTests {
  private static func read(_ text: String) throws -> DecoderConfiguration {
    let folder = try TemporaryFolder(["config.json": text])
    return try #require(ModelFamilies.read(folder.file("config.json")) as? DecoderConfiguration)
  }

  private static let sizes = #"""
    "vocab_size": 96, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4
    """#

  private static func text(_ type: String, _ members: String = "") -> String {
    #"{"model_type": "\#(type)", \#(sizes)\#(members.isEmpty ? "" : ", ")\#(members)}"#
  }

  /// What a file leaves out is what `transformers` takes.
  @Test(arguments: DecoderConfiguration.Architecture.allCases)
  func defaults(_ architecture: DecoderConfiguration.Architecture) throws {
    let members = architecture == .mistral ? #""sliding_window": null"# : ""
    let file = try Self.read(Self.text(architecture.rawValue, members))
    #expect(file.architecture == architecture && file.headDimension == 8 && file.keyHeads == 4)
    let (isCohere, isGPTNeoX) = (architecture == .cohere, architecture == .gptNeoX)
    #expect(file.tiesEmbeddings == isCohere && file.logitScale == (isCohere ? 0.0625 : 1))
    #expect(file.normEpsilon == (isCohere || isGPTNeoX ? 1e-5 : 1e-6))
    #expect(file.rotary.share == (isGPTNeoX ? 0.25 : 1) && file.rotary.base == 10_000)
    #expect(
      file.hasAttentionBiases == (architecture == .qwen2 || isGPTNeoX) && file.hasOutputBias == isGPTNeoX)
    #expect(file.normalizesHeads == (architecture == .qwen3))
    #expect(file.gate == (isGPTNeoX ? .exactGELU : .silu))
    #expect(file.form == (isCohere ? .parallelSharingNorm : isGPTNeoX ? .parallel : .sequential))
  }

  /// Files as they are published, or as versions 4 and 5 of `transformers` write them.
  @Test func readsPublishedForms() throws {
    let smol = try Self.read(
      Self.text(
        "llama",
        #""num_key_value_heads": 2, "tie_word_embeddings": true, "rope_theta": 100000, "eos_token_id": 2"#))
    #expect(smol.keyHeads == 2 && smol.tiesEmbeddings && smol.rotary.base == 100_000 && smol.endTokenID == 2)
    let scaling =
      #"{"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 64}"#
    let llama3 = try Self.read(
      Self.text("llama", #""rope_theta": 500000.0, "rope_scaling": \#(scaling), "eos_token_id": [7, 8]"#))
    let constants = RotaryScheme.Llama3(
      factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalLength: 64)
    #expect(llama3.rotary.scaling == .llama3(constants) && llama3.endTokenID == 7)
    #expect(llama3.furtherEndIDs == [8])
    let version5 = try Self.read(
      Self.text("llama", #""rope_parameters": {"rope_type": "default", "rope_theta": 20000.0}"#))
    #expect(version5.rotary.base == 20_000 && version5.rotary.scaling == nil)
    let linear = try Self.read(Self.text("llama", #""rope_scaling": {"type": "linear", "factor": 4}"#))
    #expect(linear.rotary.scaling == .linear(factor: 4))
    let qwen = try Self.read(
      Self.text("qwen2", #""sliding_window": 16, "use_sliding_window": false, "max_position_embeddings": 64"#)
    )
    #expect(qwen.positionCount == 64)
    let pythia = try Self.read(
      Self.text("gpt_neox", #""rotary_pct": 0.5, "rotary_emb_base": 5000, "use_parallel_residual": false"#))
    #expect(pythia.rotary.share == 0.5 && pythia.rotary.base == 5000 && pythia.form == .sequential)
    let command = try Self.read(Self.text("cohere", #""num_key_value_heads": 1, "logit_scale": 0.5"#))
    #expect(command.keyHeads == 1 && command.logitScale == 0.5)
    let wide = try Self.read(Self.text("qwen3", #""head_dim": 20, "pad_token_id": -1"#))
    #expect(wide.headDimension == 20 && wide.padTokenID == 0)
  }

  @Test(arguments: DecoderConfiguration.Architecture.allCases)
  func whatIsWrittenReadsBack(_ architecture: DecoderConfiguration.Architecture) throws {
    let members = architecture == .mistral ? #""sliding_window": null"# : ""
    var file = try Self.read(Self.text(architecture.rawValue, members))
    file.rotary.scaling = .llama3(
      .init(factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalLength: 64))
    (file.rotary.base, file.positionCount, file.endTokenID) = (5e5, 256, 3)
    file.seesPromptsWhole = true
    if architecture != .gptNeoX { file.keyHeads = 2 }
    if architecture == .llama || architecture == .qwen3 {
      (file.hasAttentionBiases, file.hasOutputBias) = (true, true)
    }
    #expect(try Self.read(String(decoding: file.json(), as: UTF8.self)) == file)
  }

  /// A member that makes another model of the weights, and what is said of it.
  @Test(arguments: [
    ("llama", #""mlp_bias": true"#, "mlp_bias"), ("llama", #""hidden_act": "relu2""#, "relu2"),
    ("llama", #""rope_scaling": {"rope_type": "yarn", "factor": 4}"#, "yarn"),
    ("llama", #""num_key_value_heads": 3"#, "a divisor of 4"),
    ("llama", #""architectures": ["LlamaModel"]"#, "LlamaModel"),
    ("llama", #""eos_token_id": 96"#, "between 0 and 95"),
    ("llama", #""partial_rotary_factor": 2"#, "at most 1"),
    ("mistral", #""sliding_window": 16, "max_position_embeddings": 64"#, "sliding_window"),
    ("mistral", #""max_position_embeddings": 32768"#, "sliding_window"),
    (
      "qwen2", #""sliding_window": 16, "use_sliding_window": true, "max_position_embeddings": 64"#,
      "sliding_window"
    ),
    ("qwen3", #""layer_types": ["full_attention", "sliding_attention"]"#, "sliding_attention"),
    ("cohere", #""use_qk_norm": true"#, "use_qk_norm"), ("cohere", #""head_dim": 5"#, "even"),
    ("gpt_neox", #""num_key_value_heads": 2"#, "num_key_value_heads"),
    ("gpt_neox", #""rotary_pct": 2"#, "at most 1"), ("gpt_neox", #""hidden_act": "relu""#, "relu"),
    ("gptj", "", "gptj"),
  ])
  func otherSwitchesAreRefused(_ type: String, _ members: String, _ says: String) throws {
    let folder = try TemporaryFolder(["config.json": Self.text(type, members)])
    do {
      _ = try ModelFamilies.read(folder.file("config.json"))
      Issue.record("\(members) is read")
    } catch let error as any UserError {
      #expect(error.description.contains(says), "\(error.description)")
      #expect(error.location?.file == folder.file("config.json"))
    }
  }
}
