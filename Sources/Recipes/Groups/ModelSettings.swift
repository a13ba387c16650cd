import JSON
import Models
import Settings

/// Which model is trained, and where its weights come from.
package struct ModelSettings: Sendable, Equatable {
  /// A size that starts from fresh weights, or `nil` when `folder` is given.
  package var preset: ModelPreset?
  /// A Hugging Face folder to start from, or `nil` when `preset` is given.
  package var folder: String?
  /// The architecture of a T5's preset.
  package var version = ModelVersion.v1_1
  /// Width of the residual stream, in place of the preset's.
  package var modelDimension: Int?
  /// Width of one attention head, in place of the preset's.
  package var headDimension: Int?
  /// Attention heads in each layer, in place of the preset's.
  package var heads: Int?
  /// Layers of the encoder, in place of the preset's.
  package var encoderLayers: Int?
  /// Layers of the decoder, in place of the preset's.
  package var decoderLayers: Int?
  /// Width of the feed-forward layers, in place of the preset's.
  package var feedForwardDimension: Int?
  /// Rows of the embedding; `nil` is the tokenizer's size rounded up to a multiple of 128.
  package var vocabularySize: Int?
  /// Whether a decoder alone sees a prompt whole, in both directions; `nil` is as the folder has it, and
  /// causal for a preset.
  package var prefix: Bool?
  /// What a decoder alone is given around prompts and targets; `nil` is as the folder has it, and nothing for a preset.
  package var turns: TurnSettings?
  /// The share of activations that training drops.
  package var dropout = 0.05
  /// What is trained beside the weights of `folder` in their place; `nil` trains the weights themselves.
  package var adapter: AdapterSettings?

  /// The defaults.
  package init() {}
}

extension ModelSettings: SettingGroup {
  package static let settings: [Setting<ModelSettings>] = [
    Setting(
      "preset", \.preset, "model that starts from fresh weights: a T5's size, or a decoder alone, palm-mini"),
    Setting("folder", \.folder, "Hugging Face model folder to start from, in place of a preset"),
    Setting("version", \.version, "architecture of a T5's preset: 1.0 (ReLU, tied head) or 1.1 (gated GELU)"),
    Setting("modelDimension", \.modelDimension, .from(1, through: 65_536), "width of the residual stream"),
    Setting("headDimension", \.headDimension, .from(1, through: 4_096), "width of one attention head"),
    Setting("heads", \.heads, .from(1, through: 1_024), "attention heads in each layer"),
    Setting("encoderLayers", \.encoderLayers, .from(1, through: 1_000), "layers of the encoder of a T5"),
    Setting("decoderLayers", \.decoderLayers, .from(1, through: 1_000), "layers of the decoder"),
    Setting(
      "feedForwardDimension", \.feedForwardDimension, .from(1, through: 262_144),
      "width of the feed-forward layers"),
    Setting(
      "vocabularySize", \.vocabularySize, .from(4, through: 4_194_304),
      "rows of the embedding; null is the tokenizer's size rounded up to a multiple of 128"),
    Setting(
      "prefix", \.prefix,
      "whether a decoder alone sees a prompt whole, in both directions (prefix LM); null: as the folder"
    ),
    Setting(
      "turns", \.turns,
      "markers of turns around prompts and targets of a decoder alone; null: as the folder"
    ),
    Setting("dropout", \.dropout, .from(0, below: 1), "share of activations that training drops"),
    Setting(
      "adapter", \.adapter,
      "low-rank adapter (LoRA) trained beside the folder's weights; null trains these"
    ),
  ]

  /// The keys of what only a T5 has; a decoder alone is written without them.
  package static let keysOfT5 = ["version", "encoderLayers"]

  package var json: OrderedJSON {
    let left = preset?.isDecoderOnly == true ? Self.keysOfT5 : []
    return .object(
      Self.settings.filter { !left.contains($0.key) }.map { OrderedJSON.Member($0.key, $0.json(self)) })
  }

  /// The settings that change a preset's dimensions, with the values that are given.
  package var dimensionOverrides: [(key: String, value: Int)] {
    [
      ("modelDimension", modelDimension), ("headDimension", headDimension), ("heads", heads),
      ("encoderLayers", encoderLayers), ("decoderLayers", decoderLayers),
      ("feedForwardDimension", feedForwardDimension),
    ].compactMap { key, value in value.map { (key, $0) } }
  }
}

extension ModelPreset: SettingChoice {}
extension ModelVersion: SettingChoice {}

/// How text becomes ids.
package struct TokenizerSettings: Sendable, Equatable {
  /// A SentencePiece `.model` file, a folder with one, or `bytes`; `nil` is the one in `model.folder`.
  package var vocabulary: String?

  /// The defaults.
  package init() {}
}

extension TokenizerSettings: SettingGroup {
  package static let settings: [Setting<TokenizerSettings>] = [
    Setting(
      "vocabulary", \.vocabulary,
      "SentencePiece .model file, a folder with one, or \"bytes\"; null is the one in model.folder")
  ]
}
