import Diagnostics
import Foundation

extension BytePairTokenizer {
  /// Reads a SentencePiece `.model` file of the byte-pair algorithm, and what the files beside it say of its tokens.
  ///
  /// Ids are those of the SentencePiece library, text is that of the `tokenizer.json` that transformers makes of it. As for
  /// transformers' tokenizers of Llama, sequences start with the model's beginning of sequence unless `add_bos_token` says
  /// otherwise.
  /// - Throws: `FileError`, `JSONError`, `TokenizerError`.
  public init(sentencePieceModel path: String) throws {
    let bytes = try InputFile.read(path, what: "vocabulary")
    let message = try VocabularyMessage(model: bytes, source: path, algorithm: .bytePairEncoding)
    let roles = try TokenRolesReading(folder: (path as NSString).deletingLastPathComponent)
    let texts = try Self.texts(message, source: path)
    let unknown = message.pieces.firstIndex { $0.kind == .unknown }.map { Int32($0) }
    let model = BytePairModel(
      texts: texts, isByteLevel: false, merges: Self.merges(message, texts), unknownID: unknown,
      fusesUnknown: true,
      fallsBackToBytes: message.trainer.byteFallback, ignoresMerges: false)
    let special = message.pieces.indices.filter { [.control, .unknown].contains(message.pieces[$0].kind) }
    let added = special.map { id in
      var token = AddedToken(id: Int32(id), text: message.pieces[id].text)
      token.isSpecial = true
      return token
    }
    let userDefined = message.pieces.indices.filter { message.pieces[$0].kind == .userDefined }
    let begin = Self.control(-1, "<s>", in: message)
    let end = Self.control(message.trainer.endID, "</s>", in: message)
    let found = try roles.roles(
      source: path, starts: begin.map { [$0] } ?? [], id: { texts.id(of: $0.utf8) },
      isID: { texts[$0] != nil },
      ownEnd: end)
    self.init(
      model, try Self.steps(message, source: path), added: added,
      userDefined: userDefined.map { AddedToken(id: Int32($0), text: message.pieces[$0].text) }, roles: found,
      files: [(VocabularyFile.bytePairModelName, bytes)] + roles.files)
  }

  private static func texts(_ message: VocabularyMessage, source: String) throws -> TokenTexts {
    var texts = TokenTexts(room: message.pieces.count)
    for (index, piece) in message.pieces.enumerated() {
      func refuse(_ reason: String) -> TokenizerError {
        .invalidPiece(source: source, index: index, reason: reason)
      }
      if piece.text.isEmpty { throw refuse("the piece has no text") }
      if piece.kind == .unused {
        throw TokenizerError.unusedPiece(source: source, index: index, piece: piece.text)
      }
      if !piece.score.isFinite { throw refuse("the score of '\(piece.text)' is \(piece.score)") }
      if let earlier = texts.add(piece.text.utf8, id: index) {
        throw refuse("'\(piece.text)' is already piece \(earlier)")
      }
    }
    return texts
  }

  /// Every way to make a piece of two others; pieces with a better score come first.
  private static func merges(_ message: VocabularyMessage, _ texts: TokenTexts) -> [BytePairModel.Merge] {
    let scores = Set(message.pieces.lazy.filter { $0.kind == .normal }.map(\.score)).sorted(by: >)
    let ranks = Dictionary(uniqueKeysWithValues: zip(scores, UInt32.min...))
    func normal(_ text: some Collection<UInt8>) -> Int32? {
      texts.id(of: text).flatMap { message.pieces[Int($0)].kind == .normal ? $0 : nil }
    }
    var merges: [BytePairModel.Merge] = []
    for (id, piece) in message.pieces.enumerated() where piece.kind == .normal {
      let bytes = Array(piece.text.utf8)
      for middle in bytes.indices.dropFirst() where bytes[middle] & 0xC0 != 0x80 {
        guard let left = normal(bytes[..<middle]), let right = normal(bytes[middle...]) else { continue }
        merges.append((left, right, ranks[piece.score] ?? 0, Int32(id)))
      }
    }
    return merges
  }

  /// The id that the model declares, or else that of the control piece with the usual name.
  private static func control(_ declared: Int32, _ name: String, in message: VocabularyMessage) -> Int32? {
    let pieces = message.pieces
    if pieces.indices.contains(Int(declared)), pieces[Int(declared)].kind == .control { return declared }
    return pieces.firstIndex { $0.kind == .control && $0.text == name }.map { Int32($0) }
  }

  private static func steps(_ message: VocabularyMessage, source: String) throws -> BytePairSteps {
    let normalizer = try Normalizer(
      message.normalizer, spaceIsSuffix: message.trainer.whitespaceAsSuffix,
      protectedPieces: message.pieces.filter { $0.kind == .userDefined }.map(\.text), source: source)
    var decoders: [DecoderStep] = [
      .replace(.literal(SpaceSymbol.utf8), with: [UInt8(ascii: " ")]), .byteFallback, .fuse,
    ]
    if message.normalizer.addsLeadingSpace { decoders.append(.strip([UInt8(ascii: " ")], start: 1, stop: 0)) }
    return BytePairSteps(normalizers: [.sentencePiece(normalizer)], cuts: [], decoders: decoders)
  }
}
