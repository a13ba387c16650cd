import Evaluation
import Models
import JSON

/// Scores given targets with a model.
package final class PairScorer {
  /// An input and the target that is scored.
  package typealias Pair = (inputs: [Int32], targets: [Int32])

  /// The score of a target.
  package struct Score: Sendable, Codable, Equatable {
    /// The sum of the tokens' log-probabilities, in nats.
    package let logProbability: Double
    /// The number of target tokens, the end of sequence included where the target has it.
    package let tokens: Int
    /// The log-probability of every target token, in nats.
    package let tokenLogProbabilities: [Float]
    /// What the weights were rounded to; `nil` where they are as they are.
    package let weights: WeightFormat?
  }

  private let model: InferenceModel
  private let scorer: SequenceScorer

  /// A scorer.
  package init(_ model: InferenceModel) {
    self.model = model
    scorer = SequenceScorer(model.model, model.parameters, runtime: model.runtime)
  }

  /// The pair of a line `{"inputs": text, "targets": text}`, which get the end-of-sequence id, or
  /// `{"input_ids": [...], "target_ids": [...]}`, which are taken as they are.
  /// - Throws: `JSONError`, or an error about the folder where there is text but no tokenizer.
  package func pair(_ line: JSONObject) throws -> Pair {
    let (text, inputs) = try model.tokens(of: .prompt, line, text: "inputs", numbers: "input_ids")
    let prompt = text ?? model.tokenizer?.text(ofPrompt: inputs) ?? ""
    let target = InferenceModel.Part.target(after: prompt)
    return (inputs, try model.tokens(of: target, line, text: "targets", numbers: "target_ids").ids)
  }

  /// The score of every pair, in order.
  /// - Throws: what the runtime throws where it compiles or runs a program.
  package func scores(of pairs: [Pair]) throws -> [Score] {
    try scorer.logProbabilities(of: pairs).map { values in
      Score(
        logProbability: values.reduce(0.0) { $0 + Double($1) }, tokens: values.count,
        tokenLogProbabilities: values, weights: model.weights.ifRounded)
    }
  }
}
