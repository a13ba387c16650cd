import Diagnostics
import Foundation
@testable import Instructions
import Tokenization

/// Tasks of many kinds at once: reasoned and loose rationales, options, fields, explanations, families, long inputs.
enum FormatWorld {
  static let colors = ["red", "blue", "green", "grey"]

  static func tasks(instances: Int = 60) -> [InstructionTask] {
    var reasoned = SmallWorld.task("reasoned", instances: instances, rationales: true, definition: nil)
    reasoned.family = "chain-of-thought"
    var stream = SmallWorld.task(
      "stream", instances: instances, positives: 0, rationales: true, definition: nil)
    stream.family = "chain-of-thought"
    stream.rationaleKind = .stream
    var dialog = SmallWorld.task("dialog", instances: instances, positives: 0, definition: nil)
    dialog.family = "dialog"
    var choice = SmallWorld.task("choice", instances: instances, positives: 0, definition: nil)
    choice.family = "multiple-choice"
    for index in choice.instances.indices {
      choice.instances[index].options = colors
      choice.instances[index].references = [colors[index % 4]]
    }
    var inference = SmallWorld.task("inference", instances: instances, positives: 0, definition: nil)
    inference.family = "natural-language-inference"
    for index in inference.instances.indices {
      inference.instances[index].fields = ["premise": "P\(index)", "hypothesis": "H\(index)"]
      inference.instances[index].options = ["yes", "no"]
      inference.instances[index].references = [index % 2 == 0 ? "yes" : "no"]
    }
    var explained = SmallWorld.task("explained", instances: instances, positives: 4)
    for index in explained.positiveExamples.indices {
      explained.positiveExamples[index].explanation = "because of \(index)"
    }
    return [
      reasoned, stream, dialog, choice, inference, explained, SmallWorld.task("plain", instances: instances),
    ]
  }
}

/// One id per byte, from 3 on: exact, and without a vocabulary file.
struct ByteTestTokenizer: Tokenizer {
  var vocabularySize: Int { 259 }
  var padID: Int32 { 0 }
  var endOfSequenceID: Int32 { 1 }
  var unknownID: Int32 { 2 }
  var files: [(name: String, bytes: Data)] { [] }

  func encode(_ text: String) -> [Int32] { text.utf8.map { Int32($0) + 3 } }

  func decode(_ ids: some Sequence<Int32>) -> String {
    String(decoding: ids.compactMap { (3..<259).contains($0) ? UInt8($0 - 3) : nil }, as: UTF8.self)
  }

  func piece(of id: Int32) -> String? { (3..<259).contains(id) ? decode([id]) : nil }
}
