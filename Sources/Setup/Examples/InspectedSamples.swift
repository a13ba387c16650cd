import Instructions
import Runs

/// The first example of each prompt format, of the whole stream or of one task.
package struct InspectedSamples: Sendable, Codable, Equatable {
  /// The recipe's name.
  package var recipe: String
  /// The task that the samples are of; `nil` for the whole mixture.
  package var task: String?
  /// The formats with a share of which no example was found.
  package var missingFormats: [String]
  /// One example for each format, in the order of the formats.
  package var samples: [InspectedExample]
}

extension DataInspection {
  /// The most examples that are looked at for one of each format.
  private static let glance = 4096

  /// The first example of each format that has a share.
  /// - Parameter task: only of this task.
  /// - Throws: `TaskDataError.unknownTask`, `InspectionError.untrainedTask`.
  package func samples(task: String?) throws -> InspectedSamples {
    let stream = data.batches.stream
    let entry = try task.map(entry(ofTask:))
    let wanted = stream.wantedFormats(ofEntry: entry)
    let found = try first(wanted, ofEntry: entry)
    let formats = Set(found.map(\.format))
    return InspectedSamples(
      recipe: loaded.recipe.name, task: task,
      missingFormats: wanted.map(\.rawValue).filter { !formats.contains($0) }, samples: found)
  }

  /// The first example of each format, as far as a glance at the stream, or at one task in it, finds them.
  private func first(_ wanted: [PromptFormat], ofEntry entry: Int? = nil) throws -> [InspectedExample] {
    let stream = data.batches.stream
    let packing = loaded.recipe.packing
    var found: [PromptFormat: InspectedExample] = [:]
    for number in 0..<Self.glance where found.count < wanted.count {
      let position = try entry.map { try stream.position(ofOccurrence: number, ofEntry: $0) } ?? number
      let format = try stream.example(at: position).provenance.format
      if found[format] != nil { continue }
      let example = try stream.tokenized(at: position)
      found[format] = try self.example(
        example.provenance, inputs: example.inputs, targets: example.targets,
        isTruncated: example.inputs.count > packing.inputLength
          || example.targets.count > packing.targetLength)
    }
    return PromptFormat.allCases.compactMap { found[$0] }
  }

  /// The first example of each format in which a task's first instance can be asked.
  package func firstExamples() throws -> [InspectedExample] {
    let stream = data.batches.stream
    let possible = Set(
      stream.mixture.entries.indices.flatMap { stream.askedShares(ofInstance: 0, ofEntry: $0).keys })
    return try first(stream.wantedFormats().filter(possible.contains))
  }

  /// The index of a task among those of the mixture.
  private func entry(ofTask name: String) throws -> Int {
    _ = try data.tasks.task(named: name)
    let entries = data.batches.stream.mixture.entries
    guard let index = entries.firstIndex(where: { $0.split.task.name == name }) else {
      throw InspectionError.untrainedTask(name: name, trained: entries.map(\.split.task.name))
    }
    return index
  }
}

extension ExampleStream {
  /// The position at which a task comes for the time `number`, counted from 0: a bisection over the counts.
  package func position(ofOccurrence number: Int, ofEntry entry: Int) throws -> Int {
    var (before, after) = (0, 1)
    while try count(ofEntry: entry, before: after) <= number {
      if after > Int.max / 2 { throw MixtureError.badPosition(after) }
      (before, after) = (after, 2 * after)
    }
    while after - before > 1 {
      let middle = (before + after) / 2
      if try count(ofEntry: entry, before: middle) <= number { before = middle } else { after = middle }
    }
    return before
  }
}
