import Diagnostics
import Foundation
import Testing

@testable import Tokenization

/// What is not known in a `tokenizer.json` is refused with its place.
@Suite struct BytePairErrorTests {
  struct Broken: Sendable {
    var change: @Sendable (inout BytePairDocument) -> Void
    /// What the message says: the field first.
    var parts: [String]

    init(_ parts: String..., change: @escaping @Sendable (inout BytePairDocument) -> Void) {
      self.change = change
      self.parts = parts
    }
  }

  private static let metaspace = #""type":"Metaspace","replacement":"▁""#

  static let broken: [Broken] = [
    Broken("unknown key 'decoders'", "'decoder'") { $0.further = #""decoders":null,"# },
    Broken("model", "unknown key 'byte_falback'", "'byte_fallback'") { $0.model += #","byte_falback":true"# },
    Broken("model.dropout", "0.1", "null or 0") { $0.model += #","dropout":0.1"# },
    Broken("model.continuing_subword_prefix", "'@@'") { $0.model += #","continuing_subword_prefix":"@@""# },
    Broken("model.end_of_word_suffix", "'</w>'") { $0.model += #","end_of_word_suffix":"</w>""# },
    Broken("model.unk_token", "'<u>'", "token of the vocabulary") { $0.model += #","unk_token":"<u>""# },
    Broken("model.fuse_unk", "true or false") { $0.model += #","fuse_unk":1"# },
    Broken("model.vocab.b", "has id 1") { $0.vocabulary = #""a":1,"b":1"# },
    Broken("model.vocab.a", "an id") { $0.vocabulary = #""a":-1"# },
    Broken("model.vocab.a", "an id") { $0.vocabulary = #""a":9999999999"# },
    Broken("model.vocab.a", "a string", "an id") { $0.vocabulary = #""a":"1""# },
    Broken("holds no pieces") { $0.vocabulary = "" },
    Broken("model.merges[1]", "'c'") { $0.merges = #""a b","a c""# },
    Broken("model.merges[0]", "'ba'") { $0.merges = #"["b","a"]"# },
    Broken("model.merges[0]", "two tokens") { $0.merges = #""a b Ġ""# },
    Broken("model.merges[0]", "two tokens") { $0.merges = #"["a","b","a"]"# },
    Broken("model.merges[0]", "two tokens") { $0.merges = "7" },
    Broken("normalizer.type", "normalizer 'NFCC'", "'NFC'") { $0.normalizer = #"{"type":"NFCC"}"# },
    Broken("normalizer.normalizers[0].type", "'Lowercase'", "Valid names: NFC") {
      $0.normalizer = #"{"type":"Sequence","normalizers":[{"type":"Lowercase"}]}"#
    },
    Broken("normalizer", "unknown key 'append'") {
      $0.normalizer = #"{"type":"Prepend","prepend":"▁","append":1}"#
    },
    Broken("normalizer.pattern.Regex", "the pattern '[a-z]+' is not known", "Llama 3's") {
      $0.normalizer = #"{"type":"Replace","pattern":{"Regex":"[a-z]+"},"content":""}"#
    },
    Broken("normalizer.pattern.String", "looked for") {
      $0.normalizer = #"{"type":"Replace","pattern":{"String":""},"content":"a"}"#
    },
    Broken("pre_tokenizer.type", "pre-tokenizer 'BertPreTokenizer'") {
      $0.preTokenizer = #"{"type":"BertPreTokenizer"}"#
    },
    Broken("pre_tokenizer.pretokenizers[0].pattern.Regex", #"'\p{N}{1,2}'"#) {
      $0.preTokenizer =
        #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}{1,2}"},"behavior":"Isolated"}]}"#
    },
    Broken("pre_tokenizer.behavior", "behavior 'Isolate'", "'Isolated'") {
      $0.preTokenizer = #"{"type":"Split","pattern":{"String":"a"},"behavior":"Isolate"}"#
    },
    Broken("pre_tokenizer.pretokenizers[1]", "behind 'ByteLevel'", "'Digits'") {
      $0.preTokenizer = #"{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Digits"}]}"#
    },
    Broken("pre_tokenizer.prepend_scheme", "'second'") {
      $0.preTokenizer = "{\(Self.metaspace),\"prepend_scheme\":\"second\"}"
    },
    Broken("pre_tokenizer.replacement", "one character") {
      $0.preTokenizer = #"{"type":"Metaspace","replacement":"__"}"#
    },
    Broken("decoder.type", "decoder 'WordPiece'") { $0.decoder = #"{"type":"WordPiece"}"# },
    Broken("decoder.start", "-1", "from 0") {
      $0.decoder = #"{"type":"Strip","content":" ","start":-1,"stop":0}"#
    },
    Broken("post_processor.type", "post-processor 'RobertaProcessing'") {
      $0.postProcessor = #"{"type":"RobertaProcessing"}"#
    },
    Broken("post_processor.single[0].SpecialToken.id", "'<s>'", "special tokens") {
      $0.postProcessor =
        #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}}],"pair":[],"special_tokens":{}}"#
    },
    Broken("added_tokens[0]", "with id 9", "with id 6") { $0.added = #"[{"id":9,"content":"<x>"}]"# },
    Broken("added_tokens[0]", "with id 2", "with id 1") { $0.added = #"[{"id":2,"content":"a"}]"# },
    Broken("added_tokens[0]", "unknown key 'lstripe'", "'lstrip'") {
      $0.added = #"[{"id":6,"content":"<x>","lstripe":true}]"#
    },
  ]

  @Test(arguments: broken.indices)
  func `says what is not known, where, and what is`(index: Int) throws {
    var document = BytePairDocument()
    Self.broken[index].change(&document)
    do {
      _ = try document.open()
      Issue.record("it opened")
    } catch let error as any UserError {
      let message = error.description
      for part in Self.broken[index].parts { #expect(message.contains(part), "\(part) in \(message)") }
      #expect(error.category == .data && error.location?.file.hasSuffix("tokenizer.json") == true)
    }
  }

  @Test func `the document itself opens`() throws {
    let tokenizer = try BytePairDocument().open()
    #expect(tokenizer.encode("ab ab") == [4, 5] && tokenizer.decode([4, 5]) == "ab ab")
    #expect(
      tokenizer.encode("<e>c") == [] && tokenizer.encodeMarked("<e>") == [0] && tokenizer.unknownID == -1)
  }
}
