import Benchmarking
import Diagnostics
import Foundation
import Instructions
import Tokenization

/// Batches of a mixture, one thread.
final class DataPathTask: WorkerTask {
  private let batches: BatchStream
  private let steps: Int

  init(_ work: Work) throws {
    let stream = try DrawnPairs.stream(
      tasks: work.tasks, VocabularyFile.open(work.vocabulary), inputLength: work.inputLength)
    let packing = PackingConfiguration(
      rows: work.rows, inputLength: work.inputLength, targetLength: work.targetLength)
    let formatted = try BatchStream(stream, configuration: packing)
    steps = work.batches
    if work.cache.isEmpty {
      batches = formatted
      return
    }
    let (kept, _) = try stream.building(
      TokenCache(folder: work.cache), before: steps * formatted.examplesPerStep, threads: 2)
    batches = try BatchStream(kept, configuration: packing)
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, _) = try timed { for step in 0..<steps { _ = try batches.batch(step: step) } }
    return PeerReply(duration, amount: Double(steps * batches.examplesPerStep))
  }
}

/// Packed batches at steps far apart, of a source that is too large for memory.
final class ScaleTask: WorkerTask {
  private let scale: ScaleStream
  private let count: Int

  init(_ work: Work) throws {
    count = work.batches
    scale = try ScaleStream(
      examples: work.examples, folder: work.tasks, vocabulary: work.vocabulary, rows: work.rows,
      inputLength: work.inputLength, targetLength: work.targetLength)
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, _) = try timed {
      for turn in 0..<count { _ = try scale.batches.batch(step: scale.step(number * count + turn + 1)) }
    }
    return PeerReply(duration, amount: Double(count))
  }
}

/// Training steps on packed rows of a mixture, as a run takes them: formatting, tokenizing and packing are
/// part of the time.
final class MixtureTask: WorkerTask {
  private let runner: StepRunner
  private var batches: BatchCursor

  init(_ work: Work) throws {
    runner = try StepRunner(work)
    let stream = try DrawnPairs.stream(
      tasks: work.tasks, VocabularyFile.open(work.vocabulary), inputLength: work.inputLength)
    batches = BatchCursor(try BatchStream(stream, configuration: work.packing))
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let (duration, tokens) = try timed {
      let batch = try batches.batch(step: number)
      _ = try runner.run(batch)
      return batch.fill.targetTokens
    }
    return PeerReply(duration, amount: Double(tokens))
  }
}

/// Text to ids on one thread.
final class TokenizingTask: WorkerTask {
  private let tokenizer: any Tokenizer
  private let lines: [String]
  private let bytes: Int

  init(_ work: Work) throws {
    tokenizer = try VocabularyFile.open(work.vocabulary)
    let text = String(decoding: try InputFile.read(work.text, what: "file of text"), as: UTF8.self)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    bytes = lines.reduce(0) { $0 + $1.utf8.count }
  }

  func `repeat`(_ number: Int) -> PeerReply {
    let (duration, ids) = timed { lines.map { tokenizer.encode($0) } }
    var reply = PeerReply(duration, amount: Double(bytes))
    let sum = ids.reduce(0) { $0 + $1.reduce(0) { $0 + Int($1) } }
    reply.result = [Double(ids.reduce(0) { $0 + $1.count }), Double(sum)]
    return reply
  }
}
