import ArgumentParser
import Diagnostics
import Foundation
import Inference
import JSON
import Models
import Setup

/// `score`: how likely a model finds given targets.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Gives the log-probability of targets, token by token.",
    usage: "flan-train score <model> --input <input> [<options>]",
    discussion: """
      Each line of the input is {"inputs": TEXT, "targets": TEXT}, or {"input_ids": [...], "target_ids": [...]} with ids \
      that are taken as they are (end of sequence included, if it is to count). Each line of the output, in the same \
      order, is {"logProbability": SUM, "tokens": NUMBER, "tokenLogProbabilities": [...]}, in nats.

      --turns chatml writes a family's markers of turns around "inputs", as the model may have been trained.

      --weights bfloat16 or int8 rounds the weights first, and lines then say "weights". With --beside float32 the targets are \
      scored with the weights as they are as well, and the last line on standard error tells the mean and the largest \
      difference.

      --runtime xla has a plug-in of XLA's compute, by default the first for a card; a program is compiled for every new shape.

      Examples:

        flan-train score runs/flan-small --input pairs.jsonl
        flan-train score google/t5-v1_1-small --input - < pairs.jsonl
        flan-train score runs/flan-small --input p.jsonl --weights int8
      """)

  @Argument(
    help: "A run folder (its best model), a checkpoint, or a Hugging Face model folder.",
    completion: Candidates.model)
  var model: String

  @Option(
    help: "A JSON Lines file of pairs; '-' for standard input.", completion: .file(extensions: ["jsonl"]))
  var input: String

  @OptionGroup var turns: TurnArguments

  @OptionGroup var weights: WeightArguments

  @OptionGroup var comparison: BesideArgument

  @OptionGroup var runtime: RuntimeArguments

  @Option(help: "Threads; default: one for each core.")
  var threads: Int?

  /// Pairs that are scored before any is printed: enough to fill rows well.
  private static let window = 512

  func validate() throws { try runtime.check(threads: threads) }

  func run() throws {
    try Outcome.of {
      let found = try ModelLocator.locate(model)
      try Outcome.warnIfUntrained(found)
      let markers = try turns.markers()
      func scorer(_ weights: WeightFormat) throws -> PairScorer {
        PairScorer(
          try Machine.model(in: found.folder, runtime, threads: threads, weights: weights, turns: markers))
      }
      let own = try scorer(weights.weights)
      let other = try comparison.beside.map(scorer)
      var agreement = ScoreAgreement()
      var pairs: [PairScorer.Pair] = []
      try InputLines.readObjects(input) { line in
        pairs.append(try own.pair(line))
        if pairs.count == Self.window {
          try emit(pairs, own, other, &agreement)
          pairs = []
        }
      }
      try emit(pairs, own, other, &agreement)
      if let beside = comparison.beside {
        Outcome.printError(WeightComparisonText.line(agreement, weights.weights, beside: beside))
      }
    }
  }

  private func emit(
    _ pairs: [PairScorer.Pair], _ scorer: PairScorer, _ other: PairScorer?, _ agreement: inout ScoreAgreement
  ) throws {
    let scores = try scorer.scores(of: pairs)
    for (score, beside) in zip(scores, try other?.scores(of: pairs) ?? []) {
      agreement.add(score, beside: beside)
    }
    for score in scores {
      try Outcome.printResult(String(decoding: try EventCoding.line(score), as: UTF8.self))
    }
  }
}
