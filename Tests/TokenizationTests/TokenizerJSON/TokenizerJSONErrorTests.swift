import Diagnostics
import Foundation
import Testing

@testable import Tokenization

@Suite struct TokenizerJSONErrorTests {
  struct Broken: Sendable {
    var file: Data
    /// What the message says, in order: the field first.
    var parts: [String]

    init(_ file: Data, _ parts: String...) {
      self.file = file
      self.parts = parts
    }
  }

  private static let metaspace = #"{"type":"Metaspace","replacement":"▁"}"#

  private static func added(_ tokens: String...) -> Data {
    TokenizerJSONTests.document(added: "[\(tokens.joined(separator: ","))]")
  }

  private static func normalizer(_ text: String) -> Data { TokenizerJSONTests.document(normalizer: text) }
  private static func preTokenizer(_ text: String) -> Data { TokenizerJSONTests.document(preTokenizer: text) }
  private static func model(_ text: String) -> Data { TokenizerJSONTests.document(model: text) }
  private static func vocabulary(_ text: String) -> Data { TokenizerJSONTests.document(vocabulary: text) }
  private static func token(_ id: Int, _ text: String) -> String { TokenizerJSONTests.token(id, text) }

  static let broken: [Broken] = [
    Broken(model(#""type":"BPE","unk_id":2,"merges":[]"#), "model.type", "'BPE'", "'Unigram'"),
    Broken(model(#""type":"WordPiece","unk_id":2"#), "model.type", "'WordPiece'", "'Unigram'"),
    Broken(model(#""type":7,"unk_id":2"#), "model.type", "must be a string"),
    Broken(model(#""type":"Unigram","unk_id":null"#), "model.unk_id", "must be a whole number"),
    Broken(model(#""type":"Unigram","unk_id":-1"#), "model.unk_id", "-1", "from 0 to 6"),
    Broken(model(#""type":"Unigram","unk_id":7"#), "model.unk_id", "7", "from 0 to 6"),
    Broken(model(#""type":"Unigram","unk_id":1e300"#), "model.unk_id", "whole number"),
    Broken(model(#""type":"Unigram""#), "model", "'unk_id' is missing"),
    Broken(model(#""type":"Unigram","unk_id":2,"byte_fallback":true"#), "has no byte <0x00> piece"),
    Broken(model(#""type":"Unigram","unk_id":2,"byte_fallback":1"#), "model.byte_fallback", "true or false"),
    Broken(vocabulary(""), "model.unk_id", "2"),
    Broken(vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0]"#), "holds no pieces"),
    Broken(vocabulary(#"["a",0],["b",0],["<unk>",0]"#), "has no pad piece"),
    Broken(vocabulary(#"["<pad>",0],["b",0],["<unk>",0]"#), "has no end-of-sequence piece"),
    Broken(
      vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0],["a",-1],["a",-2]"#), "model.vocab[4]",
      "already piece 3"),
    Broken(vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0],["",-1]"#), "model.vocab[3]", "no text"),
    Broken(vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0],["a",1e300]"#), "model.vocab[3]", "inf"),
    Broken(vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0],["a",1e999]"#), "model.vocab[3][1]", "finite"),
    Broken(vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0],["a"]"#), "model.vocab[3]", "a list of 1"),
    Broken(vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0],"a""#), "model.vocab[3]", "must be an array"),
    Broken(
      vocabulary(#"["<pad>",0],["</s>",0],["<unk>",0],["a",-1],["<extra_id_1>",0]"#), "no <extra_id_0> piece"),
    Broken(added(token(3, "b")), "added_tokens[0]", "'b' with id 3", "'▁'"),
    Broken(added(token(7, "b")), "added_tokens[0]", "'b' is already piece 5"),
    Broken(added(token(-1, "x")), "added_tokens[0]", "id -1", "near the 7 pieces"),
    Broken(added(token(9_000_000_000, "x")), "added_tokens[0]", "9000000000"),
    Broken(added(token(9, "<extra_id_0>"), token(9, "<extra_id_1>")), "added_tokens[1]", "'<extra_id_0>'"),
    Broken(added(token(9, "<extra_id_1>")), "has no <extra_id_0> piece"),
    Broken(added("{}"), "added_tokens[0]", "'id' is missing"),
    Broken(normalizer(#"{"type":"NFKC"}"#), "normalizer.type", "'NFKC'", "Precompiled"),
    Broken(
      normalizer(#"{"type":"Sequence","normalizers":[{"type":"Lowercase"}]}"#),
      "normalizer.normalizers[0].type", "'Lowercase'"),
    Broken(
      normalizer(#"{"type":"Replace","pattern":{"String":"a"},"content":"b"}"#), "normalizer.pattern", "'a'"),
    Broken(
      normalizer(#"{"type":"Replace","pattern":{"Regex":" {2,}"},"content":"_"}"#), "normalizer.content",
      "'_'"),
    Broken(
      normalizer(#"{"type":"Replace","pattern":{},"content":" "}"#), "normalizer.pattern",
      "'String' is missing"),
    Broken(
      normalizer(#"{"type":"Precompiled","precompiled_charsmap":"?"}"#), "normalizer.precompiled_charsmap",
      "base64"),
    Broken(
      normalizer(#"{"type":"Precompiled","precompiled_charsmap":"AAAA"}"#), "normalizer.precompiled_charsmap",
      "only 3 bytes"),
    Broken(normalizer("{}"), "normalizer", "'type' is missing"),
    Broken(normalizer("[]"), "normalizer", "must be an object"),
    Broken(preTokenizer("null"), "pre_tokenizer", "without 'Metaspace'"),
    Broken(preTokenizer(#"{"type":"WhitespaceSplit"}"#), "pre_tokenizer", "without 'Metaspace'"),
    Broken(preTokenizer(#"{"type":"ByteLevel"}"#), "pre_tokenizer.type", "'ByteLevel'", "Metaspace"),
    Broken(
      preTokenizer(#"{"type":"Sequence","pretokenizers":[\#(metaspace),{"type":"Digits"}]}"#),
      "pre_tokenizer.pretokenizers[1].type", "'Digits'"),
    Broken(
      preTokenizer(#"{"type":"Metaspace","replacement":"_"}"#), "pre_tokenizer.replacement", "'_'", "'▁'"),
    Broken(Data("{}".utf8), "'model' is missing"),
    Broken(Data(#"{"model":{"type":"Unigram"}}"#.utf8), "model", "'vocab' is missing"),
    Broken(Data(#"{"model":[]}"#.utf8), "model", "must be an object"),
    Broken(Data("[]".utf8), "must be an object"),
    Broken(Data(), "the end of the file"),
    Broken(Data("\u{0A}\u{08}".utf8), "where a value should stand"),
  ]

  @Test(arguments: broken.indices)
  func `names the field and what it found`(index: Int) throws {
    let broken = Self.broken[index]
    do {
      _ = try SentencePieceTokenizer(tokenizerJSON: broken.file, source: "folder/tokenizer.json")
      Issue.record("\(broken.parts) was read")
    } catch let error as any UserError {
      #expect(error.category == .data)
      let message = error.description
      #expect(message.hasPrefix("folder/tokenizer.json"), "\(message)")
      var rest = message[...]
      for part in broken.parts {
        let range = rest.range(of: part)
        #expect(range != nil, "'\(part)' is not in: \(message)")
        if let range { rest = rest[range.upperBound...] }
      }
    }
  }
}
