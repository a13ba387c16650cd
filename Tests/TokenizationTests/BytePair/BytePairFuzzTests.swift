import Diagnostics
import Foundation
import JSON
import Testing

@testable import Tokenization

/// Thousands of damaged files: every one either opens and then encodes and decodes, or is refused with an error for the user.
@Suite struct BytePairFuzzTests {
  private static let texts = ["ab ab don't 12", " a\u{301}\t  東😀 </s>[W]▁", "\u{2581}\0\n\n", ""]

  private static let words = [
    "null", "-1", "1e999", "99999999999999999999", "\"\"", "[]", "{}", "true", "\"BPE\"", "\"Metaspace\"",
    "0", ",",
    "\\u0000", "[[[[", "65000", "\"Sequence\"", "\"Isolated\"", "\"ByteFallback\"", "{\"String\":\"a\"}", "6",
    "\" \"",
  ].map { Array($0.utf8) }

  private static var byteLevel: BytePairDocument {
    var document = BytePairDocument()
    document.added = document.added.replacingOccurrences(of: "<e>", with: "</s>")
    document.vocabulary = document.vocabulary.replacingOccurrences(of: "<e>", with: "</s>")
    return document
  }

  private static var document: BytePairDocument {
    var document = BytePairDocument()
    document.added =
      #"[{"id":0,"content":"</s>","special":true},{"id":6,"content":"[W]","lstrip":true,"normalized":true}]"#
    document.normalizer =
      #"{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Prepend","prepend":"▁"},"#
      + #"{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"#
    document.preTokenizer =
      #"{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"Split","pattern":{"String":"a"},"#
      + #""behavior":"MergedWithNext","invert":false},{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}]}"#
    document.decoder =
      #"{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},"#
      + #"{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}"#
    document.model =
      #""type":"BPE","unk_token":"</s>","fuse_unk":true,"byte_fallback":true,"ignore_merges":false"#
    document.vocabulary = #""</s>":0,"a":1,"b":2,"▁":3,"ab":4,"▁ab":5"#
    document.merges = #"["a","b"],["▁","ab"]"#
    return document
  }

  @Test(arguments: 0..<12, [false, true])
  func `a damaged tokenizer.json opens or is refused`(seed: Int, isByteLevel: Bool) throws {
    let original = [UInt8]((isByteLevel ? Self.byteLevel : Self.document).data)
    var mutation = Mutation(seed: UInt64(seed) &+ 5000)
    var opened = 0
    for _ in 0..<250 {
      let bytes = Data(mutation.apply(to: original, words: Self.words))
      do {
        let field = try JSONDocument.parse(bytes, file: "tokenizer.json")
        let tokenizer = try BytePairTokenizer(field, bytes: bytes, path: "/nowhere/tokenizer.json")
        opened += 1
        for text in Self.texts {
          for ids in [tokenizer.encode(text), tokenizer.encodeMarked(text)] {
            _ = tokenizer.decode(ids)
            for id in ids where id < 0 || Int(id) >= tokenizer.vocabularySize {
              Issue.record("\(id) is no id")
            }
          }
        }
        _ = tokenizer.decodeMarked([0, 1, 5, 6, 99, .max, .min])
      } catch {
        if !(error is any UserError) { Issue.record("\(error) is no error for the user") }
      }
    }
    // Neither all nor none: the changes are neither too small nor too large to find anything.
    #expect((5..<250).contains(opened), "\(opened)")
  }
}
