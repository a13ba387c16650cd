import Diagnostics
import Foundation
import Models
import JSON

/// The `adapter_config.json` of a PEFT folder, as far as it says how a low-rank adapter is computed.
package struct AdapterConfiguration: Hashable, Sendable {
  /// The file's name.
  package static let fileName = "adapter_config.json"

  /// The rows of each A (`r`).
  package var rank: Int
  /// Over the rank, what B (A x) is multiplied by (`lora_alpha`).
  package var alpha: Double
  /// The share of the elements of A's inputs that training drops (`lora_dropout`).
  package var dropout: Double
  /// The names of layers, whole or their last parts, that are adapted (`target_modules`); the folder's weights say the same.
  package var targetModules: [String]
  /// Whether the base model is a decoder alone (`task_type` is CAUSAL_LM, not SEQ_2_SEQ_LM), by which PEFT knows how to call it.
  package var isDecoderOnly = false
  /// The folder of the base model (`base_model_name_or_path`).
  package var base: String

  /// The adapter of a model.
  /// - Parameters:
  ///   - targets: the names of layers as a user gave them; `nil` for the adapter's own, in full.
  ///   - base: the base model's folder.
  package init(
    _ adapter: LowRankAdapter, targets: [String]? = nil, base: String, isDecoderOnly: Bool = false
  ) {
    self.isDecoderOnly = isDecoderOnly
    rank = adapter.rank
    alpha = adapter.alpha
    dropout = adapter.dropout
    targetModules = targets ?? adapter.targets.map(LowRankAdapter.layer)
    self.base = base
  }

  /// Reads the file of a folder; keys that say nothing about arithmetic are passed over.
  /// - Throws: `FileError`, `JSONError`, `AdapterError` for what is no plain low-rank adapter.
  package init(reading folder: String) throws {
    let path = "\(folder)/\(Self.fileName)"
    let object = try JSONDocument.read(path, what: "adapter configuration").object()
    let kind = try object.required("peft_type")
    let name = try kind.string()
    if name != "LORA" { throw AdapterError.otherKind(location: kind.location, found: name) }
    for key in Self.unsupported {
      if let field = object[key], !Self.isOff(field) {
        throw AdapterError.unsupported(location: field.location, key: key)
      }
    }
    if let bias = object["bias"], !bias.isNull, try bias.string() != "none" {
      throw AdapterError.unsupported(location: bias.location, key: "bias")
    }
    let rankField = try object.required("r")
    rank = try rankField.integer()
    if rank < 1 || rank > 1 << 16 { throw rankField.invalid(rank, mustBe: "between 1 and 65536") }
    alpha = try object["lora_alpha"].map { field throws(JSONError) in try field.double() } ?? 8
    let dropoutField = object["lora_dropout"]
    dropout = try dropoutField.map { field throws(JSONError) in try field.double() } ?? 0
    if let dropoutField, dropout < 0 || dropout >= 1 {
      throw dropoutField.invalid(dropout, mustBe: "at least 0 and below 1")
    }
    if let field = object["task_type"], !field.isNull { isDecoderOnly = try field.string() == "CAUSAL_LM" }
    if let targets = object["target_modules"], case .array = targets.node.content {
      targetModules = try targets.array().map { field throws(JSONError) in try field.string() }
    } else {
      targetModules = []
    }
    guard let field = object["base_model_name_or_path"], !field.isNull, try !field.string().isEmpty else {
      throw AdapterError.noBase(
        location: SourceLocation(file: path, field: "base_model_name_or_path"), path: nil)
    }
    base = try field.string()
  }

  /// Keys that change what is computed, unless they are null, false or empty.
  private static let unsupported = [
    "use_dora", "use_rslora", "use_qalora", "use_bdlora", "lora_bias", "fan_in_fan_out", "modules_to_save",
    "rank_pattern", "alpha_pattern", "target_parameters", "trainable_token_indices", "layer_replication",
    "alora_invocation_tokens",
  ]

  private static func isOff(_ field: JSONField) -> Bool {
    switch field.node.content {
    case .null, .boolean(false): true
    case .array(let values): values.isEmpty
    case .object(let members): members.isEmpty
    case .boolean(true), .number, .string: false
    }
  }

  /// The text of the file: keys sorted.
  /// - Throws: `EncodingError` for a number that is not finite.
  package func json() throws -> Data { try ModelFolder.json(File(self)) }

  private struct File: Encodable {
    let base_model_name_or_path: String
    let bias = "none"
    let fan_in_fan_out = false
    let inference_mode = true
    let init_lora_weights = true
    let lora_alpha: Double
    let lora_dropout: Double
    let peft_type = "LORA"
    let r: Int
    let target_modules: [String]
    let task_type: String
    let use_dora = false
    let use_rslora = false

    init(_ configuration: AdapterConfiguration) {
      base_model_name_or_path = configuration.base
      task_type = configuration.isDecoderOnly ? "CAUSAL_LM" : "SEQ_2_SEQ_LM"
      lora_alpha = configuration.alpha
      lora_dropout = configuration.dropout
      r = configuration.rank
      target_modules = configuration.targetModules
    }
  }
}
