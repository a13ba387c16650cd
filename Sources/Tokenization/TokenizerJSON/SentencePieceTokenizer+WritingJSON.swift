import Foundation

extension SentencePieceTokenizer {
  /// The vocabulary as a `tokenizer.json` of Hugging Face's `tokenizers`, which gives the same ids.
  ///
  /// Special tokens' names in a text are special there, and characters are rewritten by grapheme; else
  /// nothing differs.
  /// - Returns: `nil` for a vocabulary that the format cannot express: with spaces after words, spaces that
  ///   stay as they are, or pieces out of use.
  /// - Throws: `EncodingError`; not for any vocabulary.
  public func tokenizerJSON() throws -> Data? {
    if normalizer.spaceIsSuffix || !normalizer.escapesSpaces || table.kinds.contains(.unused) { return nil }
    let parts = try [
      "\"version\": \"1.0\"", "\"truncation\": null", "\"padding\": null",
      "\"added_tokens\": \(Self.list(try addedTokensJSON()))", "\"normalizer\": \(normalizerJSON)",
      "\"pre_tokenizer\": \(metaspaceJSON)", "\"post_processor\": \(postProcessorJSON())",
      "\"decoder\": \(decoderJSON)", "\"model\": \(modelJSON())",
    ]
    return Data("{\n  \(parts.joined(separator: ",\n  "))\n}\n".utf8)
  }

  private static func list(_ elements: [String]) -> String {
    "[\n    \(elements.joined(separator: ",\n    "))\n  ]"
  }

  private static func quoted(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
  }

  private func modelJSON() throws -> String {
    // The library finds pieces also where a token that must stand alone does not; added tokens at the end are none.
    let last = (0..<vocabularySize).last { added[Int32($0)] == nil } ?? 0
    let vocabulary = try (0...last).map { id in
      let score = table.scores.indices.contains(id) ? Double(table.scores[id]) : 0
      return "[\(try Self.quoted(piece(of: Int32(id)) ?? "<no_piece_\(id)>")), \(score)]"
    }
    return "{\"type\": \"Unigram\", \"unk_id\": \(unknownID), \"byte_fallback\": \(table.byteIDs != nil), "
      + "\"vocab\": \(Self.list(vocabulary))}"
  }

  /// Control and user-defined pieces, sentinels and added tokens, by id.
  private func addedTokensJSON() throws -> [String] {
    try (0..<vocabularySize).compactMap { id in
      var token = AddedToken(id: Int32(id), text: piece(of: Int32(id)) ?? "")
      if let other = added[Int32(id)] {
        token = other
      } else if sentinelIDs.number(of: Int32(id)) != nil {
        (token.stripsLeft, token.stripsRight, token.isSpecial) = (true, true, true)
      } else if table.kinds.indices.contains(id), [.control, .unknown].contains(table.kinds[id]) {
        token.isSpecial = true
      } else if !table.kinds.indices.contains(id) || table.kinds[id] != .userDefined {
        return nil
      }
      return
        "{\"id\": \(id), \"content\": \(try Self.quoted(token.text)), \"single_word\": \(token.isSingleWord), "
        + "\"lstrip\": \(token.stripsLeft), \"rstrip\": \(token.stripsRight), \"normalized\": \(token.isNormalized), "
        + "\"special\": \(token.isSpecial)}"
    }
  }

  private var normalizerJSON: String {
    var steps: [String] = []
    if let rules = compiledRules {
      steps.append(
        "{\"type\": \"Precompiled\", \"precompiled_charsmap\": \"\(rules.base64EncodedString())\"}")
    }
    if normalizer.removesExtraSpaces {
      steps.append("{\"type\": \"Strip\", \"strip_left\": true, \"strip_right\": true}")
      steps.append("{\"type\": \"Replace\", \"pattern\": {\"Regex\": \" {2,}\"}, \"content\": \" \"}")
    }
    return "{\"type\": \"Sequence\", \"normalizers\": [\(steps.joined(separator: ", "))]}"
  }

  private var metaspaceJSON: String {
    let scheme = normalizer.addsLeadingSpace ? "always" : "never"
    return
      "{\"type\": \"Metaspace\", \"replacement\": \"\u{2581}\", \"prepend_scheme\": \"\(scheme)\", \"split\": true}"
  }

  private var decoderJSON: String {
    if table.byteIDs == nil { return metaspaceJSON }
    return "{\"type\": \"Sequence\", \"decoders\": [{\"type\": \"ByteFallback\"}, \(metaspaceJSON)]}"
  }

  /// The end of sequence after each text.
  private func postProcessorJSON() throws -> String {
    let end = try Self.quoted(table.texts[Int(endOfSequenceID)])
    let special = "{\"SpecialToken\": {\"id\": \(end), \"type_id\": 0}}"
    func text(_ name: String) -> String {
      "{\"Sequence\": {\"id\": \"\(name)\", \"type_id\": 0}}, \(special)"
    }
    return
      "{\"type\": \"TemplateProcessing\", \"single\": [\(text("A"))], \"pair\": [\(text("A")), \(text("B"))], "
      + "\"special_tokens\": {\(end): {\"id\": \(end), \"ids\": [\(endOfSequenceID)], \"tokens\": [\(end)]}}}"
  }
}
