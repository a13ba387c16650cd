import Autograd
import Instructions
import Models

/// Gives every target token of packed batches its cross-entropy.
final class TeacherForcing {
  /// The shape of the batches.
  let shape: PackedShape
  private let model: any LanguageModel
  private let layout: RowLayout
  private let programs: BatchPrograms

  /// - Parameter shape: the rows of a batch.
  init(_ model: any LanguageModel, _ parameters: ParameterStore, runtime: any Runtime, shape: PackedShape) {
    self.shape = shape
    self.model = model
    layout = RowLayout(runtime)
    programs = BatchPrograms(
      model, runtime: runtime, workspaceBytes: Self.workspace(model, shape, runtime: runtime).arena,
      storage: parameters.storage
    ) { Self.record(model, $0) }
  }

  /// What the programs take for full rows.
  static func workspace(_ model: any LanguageModel, _ shape: PackedShape, runtime: any Runtime)
    -> WorkspaceSize
  {
    runtime.workspace(of: record(model, shape.full(RowLayout(runtime))))
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
    let placed = PlacedBatch(batch, layout)
    let prepared = try programs.program(for: placed.shape)
    model.write(placed, to: prepared.batch)
    try prepared.program.run()
    return placed.separated(try prepared.program.output("tokenCrossEntropy").fetchedFloats())
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

extension PlacedBatch {
  /// Places rows of a batch; all by default.
  package init(_ batch: PackedBatch, rows: Range<Int>? = nil, _ layout: RowLayout) {
    self.init(batch.tokens, rows: rows, layout)
  }
}
