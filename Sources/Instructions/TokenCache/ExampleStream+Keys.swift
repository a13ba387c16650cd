import Crypto
import Foundation
import Storage

extension ExampleStream {
  /// What the examples of all tasks follow from, hashed once.
  var commonKey: [UInt8] {
    var writer = ByteWriter()
    writer.append(TokenCache.version)
    writer.append(word: configuration.seed)
    writer.append(list: PromptFormat.allCases) { $0.append(word: formatShares[$1].bitPattern) }
    writer.append(formatter.cacheKey)
    writer.append(vocabularyOf: tokenizer)
    writer.append(tokenizer.continuesPrompts ? 1 : 0)
    if let turns = tokenizer.turns { writer.append(raw: SHA256.hash(data: turns.json)) }
    return Array(SHA256.hash(data: writer.bytes))
  }

  /// The name of a task's file.
  func key(of task: PreparedTask, _ common: [UInt8]) -> String {
    var writer = ByteWriter()
    writer.append(raw: common)
    let header = task.task
    writer.append(header.name)
    writer.append(header.instances.digest)
    writer.append(task.instances.cacheKey)
    writer.append(list: header.definitions) { $0.append($1) }
    writer.append(list: header.positiveExamples) {
      $0.append($1.input)
      $0.append($1.output)
      $0.append($1.explanation)
      $0.append($1.rationale)
    }
    writer.append(header.family)
    writer.append(header.rationaleKind.rawValue)
    writer.append(header.formatRule)
    writer.append(header.promptStyle == .complete ? 1 : 0)
    writer.append(list: task.templates.texts) { $0.append($1) }
    return Hexadecimal.text(SHA256.hash(data: writer.bytes).prefix(16))
  }
}

extension TaskTemplates {
  /// All texts of the templates, in the order in which they are chosen from.
  var texts: [String] {
    var texts: [String] = ["\(inversionRate)"]
    for format in PromptFormat.allCases {
      texts.append(format.rawValue)
      texts += zeroShot(format).flatMap { [$0.name, $0.prompt.source, $0.target?.source ?? ""] }
      texts += ["all"] + fewShot(format).all.flatMap(\.keyTexts) + ["mixable"]
      texts += fewShot(format).mixable.flatMap(\.keyTexts)
    }
    texts += ["explained"] + explained.flatMap(\.keyTexts) + ["closers"] + closers.map(\.source)
    for hasRationale in [true, false] {
      texts.append("inversions")
      texts += inversions(hasRationale: hasRationale).flatMap {
        [$0.name, $0.prompt.source, $0.target.source]
      }
    }
    return texts + ["inversion forms"] + inversionForms.flatMap(\.keyTexts)
  }
}

extension FewShotTemplate {
  fileprivate var keyTexts: [String] { [name] + texts + ["\(isMixable)"] }
}

extension InstanceIndices {
  /// Differs where the indices do.
  var cacheKey: String {
    var hash = StableHash()
    hash.combine(UInt64(count))
    if let (total, ranks) = complement {
      hash.combine(UInt64(total))
      for rank in ranks { hash.combine(UInt64(rank)) }
    } else {
      for index in self { hash.combine(UInt64(index)) }
    }
    return "\(complement == nil ? "listed" : "range") \(hash.value)"
  }
}
