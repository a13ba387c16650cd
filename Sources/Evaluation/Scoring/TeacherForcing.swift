import Autograd
import Instructions
import Models

/// Gives every target token of packed batches its cross-entropy.
final class TeacherForcing {
  /// The shape of the batches.
  let shape: PackedShape
  private let model: any LanguageModel
  private let programs: JoinedPrograms

  /// - Parameter shape: the rows of a batch.
  init(_ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, shape: PackedShape) {
    self.shape = shape
    self.model = model
    programs = JoinedPrograms(
      model, runtime: runtime, workspaceBytes: Self.workspace(model, shape, runtime: runtime).arena,
      storage: parameters.storage
    ) { Self.record(model, $0) }
  }

  /// What the programs take for full rows.
  static func workspace(_ model: any LanguageModel, _ shape: PackedShape, runtime: any Runtime)
    -> WorkspaceSize
  {
    runtime.workspace(of: record(model, PackedShape(joiningFullRowsOf: shape)))
  }

  /// The program: its output is the cross-entropy of every target place.
  private static func record(_ model: any LanguageModel, _ shape: PackedShape) -> Program {
    ProgramBuilder.record(summation: .fixed) { builder in
      builder.output("tokenCrossEntropy", model.recordCrossEntropy(builder, shape))
    }
  }

  /// The cross-entropy of every target place, row by row, in nats; 0 for padding.
  /// - Throws: what the runtime throws.
  func crossEntropies(_ batch: PackedBatch) throws -> [Float] {
    let joined = JoinedBatch(batch)
    let prepared = try programs.program(for: joined.shape)
    model.write(joined, to: prepared.batch)
    try prepared.program.run()
    return joined.separated(prepared.program.output("tokenCrossEntropy").floats)
  }
}

extension PackedBatch {
  /// The batch as models read it.
  package var tokens: PackedTokens {
    PackedTokens(
      rows: rows,
      inputs: PackedTokens.Side(length: inputLength, ids: inputTokens, segments: inputSegments),
      targets: PackedTokens.Side(length: targetLength, ids: targetTokens, segments: targetSegments),
      previousTargets: previousTargets, targetWeights: targetWeights)
  }
}

extension JoinedBatch {
  /// Joins rows of a batch; all by default.
  package init(_ batch: PackedBatch, rows: Range<Int>? = nil) { self.init(batch.tokens, rows: rows) }
}
